import { setTimeout as wait } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { LOG_STREAM, type LogOpened } from '@docket/deciding';
import type { DocumentStore } from '@docket/document-store';
import { type DataFolder, EVENTS_FILE, type EventReader } from '@docket/event-store';
import {
  eventTypesOf,
  LogMismatch,
  projectionsOf,
  type Projector,
  type ProjectorLogEntry,
  startProjector,
  systemClock,
} from '@docket/projecting';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { openFolder } from '../open-folder.js';
import { readSides } from '../read-sides.js';
import { DOCUMENTS_FILE, foreseenAtWork, openDocumentStore, openEventReader, projectorName } from '../serving/store-addresses.js';
import type { Settings } from '../settings.js';
import { Standstill } from '../standstill.js';
import { BuildsOnTheirWay } from './builds-on-their-way.js';

/** Milliseconds between two looks at how far it is. */
const LOOK_MS = 200;
const STOOD_STILL = 'the read models have stood still for a minute; the next rebuild or start goes on with what is built so far';

/** What a rebuild is told, and whom it tells. */
export interface RebuildOptions {
  readonly settings: Pick<Settings, 'dataDir' | 'eventStore' | 'documentStore' | 'timeZone'>;
  /** Names of projections; none: all. */
  readonly wanted: readonly string[];
  readonly progress: Progress;
  readonly log: (entry: ProjectorLogEntry) => void;
  /** Ends the work early: what is built so far stays, and the next rebuild or start goes on with it. */
  readonly signal: AbortSignal;
}

const folderOf = async (dataDir: string): Promise<DataFolder> => {
  if (!existsSync(dataDir)) throw new CannotGoOn(`DATA_DIR: there is no folder ${dataDir}`, EXIT.unavailable);
  return openFolder(dataDir);
};

const foreseen = (error: unknown): unknown =>
  error instanceof LogMismatch ? new CannotGoOn(error.message, EXIT.unavailable, { cause: error }) : foreseenAtWork(error);

const logIdOf = async (events: EventReader): Promise<string> => {
  const [opened] = await events.readStream(LOG_STREAM, { maxCount: 1 });
  if (!opened) throw new CannotGoOn('the log is empty: there is nothing to build from', EXIT.unavailable);
  return (opened.data as LogOpened['data']).logId;
};

const namesOf = (all: readonly string[], wanted: readonly string[]): readonly string[] => {
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new CannotGoOn(`there is no read model ${unknown}; there are ${all.join(', ')}`, EXIT.usage);
  return wanted.length === 0 ? all : [...new Set(wanted)];
};

/** Follows the builds until all of them serve (true), or the signal says stop (false). */
const follow = async (builds: BuildsOnTheirWay, projector: Projector, { progress, signal }: RebuildOptions): Promise<boolean> => {
  const standstill = new Standstill(LOOK_MS);
  while (!signal.aborted) {
    const { done, total, working, stopped } = builds.look(await projector.progress());
    if (stopped) throw new CannotGoOn(`${stopped.projection} stopped at position ${stopped.position}: ${stopped.reason}`, EXIT.internal);
    if (working.length === 0) {
      progress.end(`built: ${builds.names.join(', ')}`);
      return true;
    }
    if (standstill.lasts(total - done)) throw new CannotGoOn(STOOD_STILL, EXIT.unavailable);
    progress.update(done, total, `events folded for ${working.join(', ')}`);
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  progress.end('stopped; the next rebuild or start goes on with what is built so far');
  return false;
};

/** Opens the stores as a projector does. What is embedded must not be open elsewhere; what is on a server may be. */
const openedFor = async (
  { settings, log }: RebuildOptions,
  closers: (() => Promise<void> | void)[],
): Promise<{ events: EventReader; documents: DocumentStore; holder: string }> => {
  const { eventStore, documentStore, dataDir } = settings;
  const warn = (message: string): void => log({ level: 'warn', message });
  const folder = eventStore && documentStore ? undefined : await folderOf(dataDir);
  closers.unshift(() => folder?.close());
  const embedded = (name: string): { file: string } => ({ file: folder?.file(name) ?? '' });
  const addresses = { events: eventStore ?? embedded(EVENTS_FILE), documents: documentStore ?? embedded(DOCUMENTS_FILE) };
  const events = await openEventReader(addresses.events, warn);
  closers.unshift(() => events.close());
  const documents = await openDocumentStore(addresses.documents, warn);
  closers.unshift(() => documents.close());
  return { events, documents, holder: projectorName(addresses) };
};

/** Builds read models anew: on servers beside the processes that run there, of which the one whose projector works does it; in a data folder only where no
 *  server has it open. False: it was stopped before they serve. Throws CannotGoOn. */
export const rebuild = async (options: RebuildOptions): Promise<boolean> => {
  const { settings, wanted, log } = options;
  const projections = projectionsOf(readSides, settings);
  const names = namesOf(
    projections.map(({ name }) => name),
    wanted,
  );
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const { events, documents, holder } = await openedFor(options, closers);
    const projector = await startProjector({
      events,
      eventTypes: eventTypesOf(readSides),
      documents,
      projections,
      logId: await logIdOf(events),
      holder,
      clock: systemClock,
      log,
    });
    closers.unshift(() => projector.stop());
    const builds = new BuildsOnTheirWay(await events.eventsAfter(undefined));
    for (const name of names) builds.add(name, await projector.rebuild(name));
    return await follow(builds, projector, options);
  } catch (error) {
    throw foreseen(error);
  } finally {
    for (const close of closers) await close();
  }
};
