import type { Checkpoint, DocumentReader } from '@docket/document-store';
import type { EventReader } from '@docket/event-store';

/** The documents were folded from another log than the one that is there: one clear line for whoever starts the program. */
export class LogMismatch extends Error {
  override readonly name = 'LogMismatch';
}

/** Fails with LogMismatch where documents come from another log, or from one that was restored since, and has regrown or not. */
export const checkSameLog = async (
  documents: DocumentReader,
  events: EventReader,
  projections: readonly string[],
  logId: string,
): Promise<void> => {
  for (const projection of projections) {
    const record = await documents.readProjection(projection);
    for (const build of Object.values(record?.builds ?? {})) {
      const checkpoint = build.checkpoint;
      if (build.logId !== logId || (checkpoint && checkpoint.logId !== logId))
        throw anotherLog(projection, checkpoint?.logId ?? build.logId, logId);
      if (checkpoint) await checkEvent(events, projection, checkpoint);
    }
  }
};

const anotherLog = (projection: string, theirs: string, ours: string): LogMismatch =>
  new LogMismatch(
    `the documents of projection ${projection} were made from log ${theirs}, but this is log ${ours}: give the program the document store that belongs to its event store, or an empty one`,
  );

const checkEvent = async (events: EventReader, projection: string, { position, eventId }: Checkpoint): Promise<void> => {
  const there = events.isPosition(position) ? await events.eventAt(position) : undefined;
  if (there?.id === eventId) return;
  const found = there ? `event ${there.id} stands` : 'no event stands';
  throw new LogMismatch(
    `projection ${projection} has folded event ${eventId} at position ${position}, where now ${found}: the log was restored from an older copy after its documents were made; give the program an empty document store, and it builds them again`,
  );
};
