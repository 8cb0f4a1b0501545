import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { CannotOpenDocuments } from '@docket/document-store';
import { CannotOpen, liftedEvents } from '@docket/event-store';
import { LogMismatch, type Projector, startProjector, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import type { FromProjector, ProjectorData, ToProjector } from './projector-messages.js';
import { openDocumentStore, openEventReader } from './store-addresses.js';

if (!parentPort) throw new Error('the projector runs in a worker thread');
const port = parentPort;
const say = (message: FromProjector): void => port.postMessage(message);

const { addresses, logId, holder, timeZone } = workerData as ProjectorData;

const run = async (): Promise<void> => {
  const warn = (message: string): void => say({ kind: 'log', entry: { level: 'warn', message } });
  const events = await openEventReader(addresses.events, warn);
  const documents = await openDocumentStore(addresses.documents, warn);
  const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone }) ?? []);
  const projector: Projector = await startProjector({
    events: liftedEvents(
      events,
      capabilities.flatMap((capability) => capability.events),
    ),
    documents,
    projections,
    logId,
    holder,
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
