import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { LOG_STREAM, type LogOpened } from '@docket/deciding';
import { CannotOpenDocuments, SqliteDocumentStore } from '@docket/document-store';
import { CannotOpen, DataFolder, EVENTS_FILE, SqliteEventReader } from '@docket/event-store';
import { LogMismatch, type Projector, type ProjectorLogEntry, startProjector, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { DOCUMENTS_FILE } from '../serving/stores.js';
import type { Settings } from '../settings.js';
import { BuildsOnTheirWay } from './builds-on-their-way.js';

/** Milliseconds that a running server is given to let go of the data folder: it will not, unless it is just stopping. */
const FOLDER_WAIT_MS = 500;
/** Milliseconds between two looks at how far it is. */
const LOOK_MS = 200;

/** What a rebuild is told, and whom it tells. */
export interface RebuildOptions {
  readonly settings: Pick<Settings, 'dataDir' | 'timeZone'>;
  /** Names of projections; none: all. */
  readonly wanted: readonly string[];
  readonly progress: Progress;
  readonly log: (entry: ProjectorLogEntry) => void;
  /** Ends the work early: what is built so far stays, and the next rebuild or start goes on with it. */
  readonly signal: AbortSignal;
}

const folderOf = async (dataDir: string): Promise<DataFolder> => {
  if (!existsSync(dataDir)) throw new CannotGoOn(`DATA_DIR: there is no folder ${dataDir}`, EXIT.unavailable);
  return DataFolder.open(dataDir, FOLDER_WAIT_MS);
};

const foreseen = (error: unknown): unknown =>
  error instanceof CannotOpen || error instanceof CannotOpenDocuments || error instanceof LogMismatch
    ? new CannotGoOn(error.message, EXIT.unavailable, { cause: error })
    : error;

const logIdOf = async (events: SqliteEventReader): Promise<string> => {
  const [opened] = await events.readStream(LOG_STREAM, { maxCount: 1 });
  if (!opened) throw new CannotGoOn('the log is empty: there is nothing to build from', EXIT.unavailable);
  return (opened.data as LogOpened['data']).logId;
};

const namesOf = (all: readonly string[], wanted: readonly string[]): readonly string[] => {
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new CannotGoOn(`there is no read model ${unknown}; there are ${all.join(', ')}`, EXIT.usage);
  return wanted.length === 0 ? all : [...new Set(wanted)];
};

/** Follows the builds until all of them serve, or the signal says stop. */
const follow = async (builds: BuildsOnTheirWay, projector: Projector, { progress, signal }: RebuildOptions): Promise<void> => {
  while (!signal.aborted) {
    const { done, total, working, stopped } = builds.look(await projector.progress());
    if (stopped) throw new CannotGoOn(`${stopped.projection} stopped at position ${stopped.position}: ${stopped.reason}`, EXIT.internal);
    if (working.length === 0) return progress.end(`built: ${builds.names.join(', ')}`);
    progress.update(done, total, `events folded for ${working.join(', ')}`);
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  progress.end('stopped; the next rebuild or start goes on with what is built so far');
};

/** Builds read models anew in a data folder that no server has open. Throws CannotGoOn. */
export const rebuild = async (options: RebuildOptions): Promise<void> => {
  const { settings, wanted, log } = options;
  const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone: settings.timeZone }) ?? []);
  const names = namesOf(
    projections.map(({ name }) => name),
    wanted,
  );
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const folder = await folderOf(settings.dataDir);
    closers.unshift(() => folder.close());
    const events = SqliteEventReader.open(folder.file(EVENTS_FILE));
    closers.unshift(() => events.close());
    const documents = await SqliteDocumentStore.open(folder.file(DOCUMENTS_FILE));
    closers.unshift(() => documents.close());
    const projector = await startProjector({ events, documents, projections, logId: await logIdOf(events), clock: systemClock, log });
    closers.unshift(() => projector.stop());
    const builds = new BuildsOnTheirWay(await events.eventsAfter(undefined));
    for (const name of names) builds.add(name, await projector.rebuild(name));
    await follow(builds, projector, options);
  } catch (error) {
    throw foreseen(error);
  } finally {
    for (const close of closers) await close();
  }
};
