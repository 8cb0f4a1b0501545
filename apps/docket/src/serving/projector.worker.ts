import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { CannotOpenDocuments, DocumentsUnavailable, type DocumentStore } from '@docket/document-store';
import { CannotOpen, type EventReader, StoreUnavailable } from '@docket/event-store';
import {
  eventTypesOf,
  LIVE_GATHERING_MS,
  LogMismatch,
  persistently,
  projectionsOf,
  type ProjectorLogEntry,
  startProjector,
  systemClock,
} from '@docket/projecting';
import type { Tracing } from '@docket/gateway';
import { readSides } from '../read-sides.js';
import { tracedFolding } from '../tracing/traced-folding.js';
import { openTracing } from '../tracing/tracing.js';
import type { FromProjector, ProjectorData, ToProjector } from './projector-messages.js';
import { openDocumentStore, openEventReader } from './store-addresses.js';

if (!parentPort) throw new Error('the projector runs in a worker thread');
const port = parentPort;
const say = (message: FromProjector): void => port.postMessage(message);

const { addresses, holder, timeZone, tracing: traced } = workerData as ProjectorData;

const log = (entry: ProjectorLogEntry): void => say({ kind: 'log', entry });
const stopping = new AbortController();
/** The log that it is to fold; undefined: the thread was told to stop first. */
const told = new Promise<string | undefined>((resolve) => {
  port.on('message', (message: ToProjector) => {
    if (message.kind === 'fold') return resolve(message.logId);
    stopping.abort();
    resolve(undefined);
  });
});

/** A store that is away is waited for; undefined: the thread was told to stop meanwhile. */
const patiently = <Result>(work: () => Promise<Result>): Promise<Result | undefined> =>
  persistently(work, {
    clock: systemClock,
    signal: stopping.signal,
    passes: (error) => error instanceof StoreUnavailable || error instanceof DocumentsUnavailable,
    failed: (error) => log({ level: 'warn', message: 'the projector waits for a store that is away', reason: (error as Error).message }),
  });

/** Folds until it is told to stop. */
const project = async (logId: string, events: EventReader, documents: DocumentStore, tracing: Tracing | undefined): Promise<void> => {
  const onDuty = (works: boolean): void => say({ kind: 'duty', works });
  const projector = await patiently(() =>
    startProjector({
      events,
      eventTypes: eventTypesOf(readSides),
      documents,
      projections: projectionsOf(readSides, { timeZone }),
      logId,
      holder,
      clock: systemClock,
      log,
      onDuty,
      gatheringMs: LIVE_GATHERING_MS,
      ...(tracing ? { onFolded: tracedFolding(tracing) } : {}),
    }),
  );
  if (!projector) return;
  say({ kind: 'started' });
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
  await projector.stop();
};

const run = async (): Promise<void> => {
  const logId = await told;
  if (logId === undefined) return;
  const warn = (message: string): void => log({ level: 'warn', message });
  const events = await patiently(() => openEventReader(addresses.events, warn));
  const documents = events && (await patiently(() => openDocumentStore(addresses.documents, warn)));
  const tracing = await openTracing(traced, {
    info: (fields, message) => log({ level: 'info', message, ...fields }),
    warn: (fields, message) => log({ level: 'warn', message, ...fields }),
  });
  if (documents) await project(logId, events, documents, tracing);
  await documents?.close();
  await events?.close();
  await tracing?.close();
};

void run()
  .catch((error: unknown) => {
    if (!(error instanceof LogMismatch || error instanceof CannotOpen || error instanceof CannotOpenDocuments)) throw error;
    say({ kind: 'cannotStart', reason: error.message });
  })
  // Traces that are still on their way to a collector that does not answer would keep the thread alive.
  .then(() => process.exit());
