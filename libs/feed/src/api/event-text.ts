import type { RecordedEvent } from '@docket/event-store';

/** An event of the feed as JSON, without a line break. */
export const eventText = ({ position, id, type, stream, revision, data, metadata, digest }: RecordedEvent): string =>
  JSON.stringify({ position, id, type, stream, revision, data, metadata, digest });

const texts = new WeakMap<RecordedEvent, string>();

/** The same, for those who follow live: they are told the same event, and it is written once for all of them. */
export const liveEventText = (event: RecordedEvent): string => {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = eventText(event);
  texts.set(event, text);
  return text;
};
