import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { CannotOpenDocuments, SqliteDocumentStore } from '@docket/document-store';
import { CannotOpen, liftedEvents, SqliteEventReader } from '@docket/event-store';
import { LogMismatch, type Projector, startProjector, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import type { FromProjector, ProjectorData, ToProjector } from './projector-messages.js';

if (!parentPort) throw new Error('the projector runs in a worker thread');
const port = parentPort;
const say = (message: FromProjector): void => port.postMessage(message);

const { eventsFile, documentsFile, logId, timeZone } = workerData as ProjectorData;

const run = async (): Promise<void> => {
  const events = SqliteEventReader.open(eventsFile);
  const documents = await SqliteDocumentStore.open(documentsFile);
  const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone }) ?? []);
  const projector: Projector = await startProjector({
    events: liftedEvents(
      events,
      capabilities.flatMap((capability) => capability.events),
    ),
    documents,
    projections,
    logId,
    clock: systemClock,
    log: (entry) => say({ kind: 'log', entry }),
  });
  port.on('message', (message: ToProjector) => {
    if (message.kind === 'stop') void stop();
  });
  const stop = async (): Promise<void> => {
    await projector.stop();
    await documents.close();
    await events.close();
    // Nothing else keeps the thread alive.
    port.close();
  };
  say({ kind: 'started' });
};

run().catch((error: unknown) => {
  if (!(error instanceof LogMismatch || error instanceof CannotOpen || error instanceof CannotOpenDocuments)) throw error;
  say({ kind: 'cannotStart', reason: error.message });
  port.close();
});
