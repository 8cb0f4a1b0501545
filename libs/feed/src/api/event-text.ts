import type { RecordedEvent } from '@docket/event-store';

const texts = new WeakMap<RecordedEvent, string>();

/** An event of the feed as JSON, without a line break. Those who follow live are told the same event: it is written once for all of them. */
export const eventText = (event: RecordedEvent): string => {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const { position, id, type, stream, revision, data, metadata, digest } = event;
  const text = JSON.stringify({ position, id, type, stream, revision, data, metadata, digest });
  texts.set(event, text);
  return text;
};
