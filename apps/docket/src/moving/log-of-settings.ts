import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_STREAM, WrongSecret } from '@docket/deciding';
import {
  type DataFolder,
  EVENTS_FILE,
  type EventReader,
  type EventStore,
  SqliteEventReader,
  type ServerEventStore,
  SqliteEventStore,
  WrongExpectedRevision,
} from '@docket/event-store';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { openFolder } from '../open-folder.js';
import { knownSecretOf } from '../secret.js';
import type { EventStoreServer } from '../server-settings.js';
import { foreseenAtWork, openEventServer, type Warn } from '../serving/store-addresses.js';
import type { Settings } from '../settings.js';
import { assertNotRestoring, assertNotRestoringOn, beginRestoring, endRestoring } from './unfinished-restore.js';

export type LogSettings = Pick<Settings, 'dataDir' | 'eventStore' | 'secret'>;

/** What was opened, to be closed in the other order. */
class Opened {
  readonly #closers: (() => Promise<void> | void)[] = [];

  add<Closable extends { close(): Promise<void> | void }>(closable: Closable): Closable {
    this.#closers.push(() => closable.close());
    return closable;
  }

  async close(): Promise<void> {
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) await close();
  }
}

/** Opens, works and closes again, however that ends. */
const using = async <Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> => {
  const opened = new Opened();
  try {
    return await work(opened);
  } catch (error) {
    throw foreseen(error);
  } finally {
    await opened.close();
  }
};

const foreseen = (error: unknown): unknown => {
  if (error instanceof WrongSecret) return new CannotGoOn(`DOCKET_SECRET: ${error.message}`, EXIT.setting, { cause: error });
  return foreseenAtWork(error);
};

/** Works with the log that the settings choose, as it is: nothing is written, not even its opening. Throws CannotGoOn where there is none, where only half of it has
 *  been restored (what is read then looks like the whole), or a server has the data folder open. */
export const withLogToRead = <Result>(
  { dataDir, eventStore }: LogSettings,
  warn: Warn,
  work: (events: EventReader) => Promise<Result>,
): Promise<Result> =>
  using(async (opened) => {
    if (eventStore) {
      const server = opened.add(await openEventServer(eventStore, warn));
      await assertNotRestoringOn(server);
      return work(server);
    }
    if (!existsSync(join(dataDir, EVENTS_FILE))) throw new CannotGoOn(`DATA_DIR: there is no log in ${dataDir}`, EXIT.unavailable);
    const folder = opened.add(await openFolder(dataDir));
    assertNotRestoring(folder);
    return work(opened.add(SqliteEventReader.open(folder.file(EVENTS_FILE))));
  });

/** The log that an export is restored into. */
export interface LogToRestore<Result> {
  readonly settings: LogSettings;
  readonly warn: Warn;
  /** Looks whether the secret is the one, before anything is made. */
  readonly check: (secret: string) => Promise<void>;
  /** Restores; says whether it came to the end. */
  readonly work: (events: RestoredStore, secret: string) => Promise<Result>;
}

type RestoredStore = Pick<EventStore, 'append' | 'subscribe'>;

/** Works with the log that the settings choose, to restore an export into it. Throws CannotGoOn where nobody knows the secret, or a server has the data folder open. */
export const withLogToRestore = <Result extends { readonly complete: boolean }>(target: LogToRestore<Result>): Promise<Result> =>
  using((opened) => (target.settings.eventStore ? onServer(opened, target.settings.eventStore, target) : inFolder(opened, target)));

const onServer = async <Result extends { readonly complete: boolean }>(
  opened: Opened,
  server: EventStoreServer,
  { settings, warn, check, work }: LogToRestore<Result>,
): Promise<Result> => {
  const secret = known(settings.secret, 'give the secret of the log that was exported');
  await check(secret);
  const events = opened.add(await openEventServer(server, warn));
  const result = await work(keepingStartsOffServer(events), secret);
  // Also where the restore before this one died behind its last append.
  if (result.complete && (await events.isBeingRestored())) await events.tellBeingRestored(false);
  return result;
};

const inFolder = async <Result extends { readonly complete: boolean }>(
  opened: Opened,
  { settings: { dataDir, secret: given }, warn, check, work }: LogToRestore<Result>,
): Promise<Result> => {
  const folder = opened.add(await openFolder(dataDir));
  const secret = known(knownSecretOf(folder.path, given), `give the secret of the log that was exported, or copy its file into ${dataDir}`);
  await check(secret);
  const events = opened.add(await SqliteEventStore.open({ folder, warn }));
  const result = await work(keepingStartsOut(events, folder), secret);
  if (result.complete) endRestoring(folder);
  return result;
};

const known = (secret: string | undefined, what: string): string => {
  if (secret === undefined) throw new CannotGoOn(`DOCKET_SECRET: ${what}`, EXIT.setting);
  return secret;
};

/** No start is let in from the first append on. */
const keepingStartsOut = (events: EventStore, folder: DataFolder): RestoredStore => {
  let begun = false;
  return {
    subscribe: (after, signal) => events.subscribe(after, signal),
    append: (...append) => {
      if (!begun) beginRestoring(folder);
      begun = true;
      return events.append(...append);
    },
  };
};

/** The same on a server, where a start may come between: then the log is that start's, and is left to it. */
const keepingStartsOffServer = (events: ServerEventStore): RestoredStore => {
  let begun = false;
  return {
    subscribe: (after, signal) => events.subscribe(after, signal),
    append: async (stream, ...append) => {
      if (!begun) await events.tellBeingRestored(true);
      begun = true;
      try {
        return await events.append(stream, ...append);
      } catch (error) {
        if (error instanceof WrongExpectedRevision && stream === LOG_STREAM) await events.tellBeingRestored(false);
        throw error;
      }
    },
  };
};
