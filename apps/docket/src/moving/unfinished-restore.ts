import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { DataFolder, ServerEventStore } from '@docket/event-store';
import { CannotGoOn, EXIT } from '../exit-codes.js';

const MARK_FILE = 'restoring';

/** A log that is restored by half looks like any other. A start would take it for the whole, and what it writes would stand in the way of the rest. The mark keeps
 *  starts out; where the restore goes on is told by the log alone. */
export const beginRestoring = (folder: DataFolder): void =>
  writeFileSync(folder.file(MARK_FILE), 'An export is being restored into this folder: the same docket import goes on with it.\n', {
    flush: true,
  });

export const endRestoring = (folder: DataFolder): void => rmSync(folder.file(MARK_FILE), { force: true });

/** Throws CannotGoOn where a restore has begun and not come to its end. */
export const assertNotRestoring = (folder: DataFolder): void => {
  if (existsSync(folder.file(MARK_FILE)))
    throw new CannotGoOn(
      `an export is restored into ${folder.path} only by half: let the same docket import bring it to its end, or empty the folder`,
      EXIT.unavailable,
    );
};

/** The same of a log on a server. Whoever sees the restore's first event sees that it is under way: so it is asked when the log has been opened. */
export const assertNotRestoringOn = async (server: Pick<ServerEventStore, 'isBeingRestored'>): Promise<void> => {
  if (await server.isBeingRestored())
    throw new CannotGoOn(
      'EVENTSTORE_URL: an export is restored into this log only by half: let the same docket import bring it to its end, or choose another EVENTSTORE_PREFIX',
      EXIT.unavailable,
    );
};
