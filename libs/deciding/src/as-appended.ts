import type { Appended, NewEvent, StreamEvent } from '@docket/event-store';

/** The events of one append with their places in the stream, as who has appended them knows it without reading: all of them at the append's position. `first` is the revision of the first one. */
export const asAppended = (
  stream: string,
  events: readonly NewEvent[],
  first: number,
  { position }: Pick<Appended, 'position'>,
): StreamEvent[] =>
  events.map(({ id, type, data, metadata }, index) => {
    // Field by field: V8 copies by spreading slowly where fields are added behind.
    return { id, type, data, metadata, stream, revision: first + index, position };
  });
