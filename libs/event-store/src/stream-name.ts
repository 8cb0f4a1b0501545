/** The stream of a subject: `streamOf('ticket', id)` is `ticket-<id>`. */
export const streamOf = (category: string, id: string): string => `${category}-${id}`;

/** What stands before the first hyphen: `ticket`. */
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-'))) || stream;

/** The subject's id in a stream's name: what stands behind the first hyphen (categories have none). */
export const subjectIdOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
