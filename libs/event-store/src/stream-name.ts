/** The stream of a subject: `streamOf('ticket', id)` is `ticket-<id>`. */
export const streamOf = (category: string, id: string): string => `${category}-${id}`;

/** The subject's id in a stream's name: what stands behind the first hyphen (categories have none). */
export const subjectIdOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
