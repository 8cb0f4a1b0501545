import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '@docket/event-store';
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent } from '@docket/event-store';

/** The same key may be on its way twice at once: then the events of both have the same ids, and the store takes the second append for the first one sent
 *  again. What stands in the log tells whose it is: fails with WrongExpectedRevision where it is not that of these events, which ended at that revision. */
export const assureMine = async (
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  revision: number,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): Promise<void> => {
  const there = await lastWritten(store, stream, revision);
  const mine = events.at(-1)?.metadata;
  const isMine =
    there?.metadata.recordedAt === mine?.recordedAt &&
    there?.metadata.commandHash === mine?.commandHash &&
    there?.metadata.correlationId === mine?.correlationId;
  if (!isMine) throw new WrongExpectedRevision(stream, expected, revision);
};

const lastWritten = async (store: Pick<EventStore, 'readStream'>, stream: string, revision: number): Promise<RecordedEvent | undefined> => {
  try {
    const [event] = await store.readStream(stream, { fromRevision: revision, maxCount: 1 });
    return event;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    // That would say that nothing was written.
    throw new OutcomeUnknown('the command was appended, but it could not be read whether it was this one', { cause: error });
  }
};
