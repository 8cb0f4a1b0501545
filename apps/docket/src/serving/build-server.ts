import { Module } from '@nestjs/common';
import { type Authenticate, accessEvents, authenticator } from '@docket/access';
import { commandHandlers, createExecutor, DecidingModule, type Executor } from '@docket/deciding';
import { EVENT_READER, liftedEvents } from '@docket/event-store';
import { type Capability, createGateway, createMetrics, type Gateway, type Health, type Log } from '@docket/gateway';
import { LIVE_LOG, LOG_TAIL, type Projection, READ_MODELS, type ReadModels } from '@docket/projecting';
import { ABOUT } from '../about.js';
import type { Settings } from '../settings.js';
import { administratorOf } from './first-start.js';
import { progressOf } from './health.js';
import type { LateLog } from './late-log.js';
import { followLive, type Live } from './live.js';
import { observedAppend } from './observed-store.js';
import type { Stores } from './stores.js';

/** What the server of a process is made of. */
export interface ServerParts {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly openedLog: LateLog;
  readonly readModels: ReadModels;
  readonly projections: readonly Projection[];
  /** What it offers; none in a process that is no gateway. */
  readonly capabilities: readonly Capability[];
  readonly log: Log;
  readonly health: () => Promise<Health>;
}

export interface Server {
  readonly executor: Executor;
  readonly live: Live;
  readonly gateway: Gateway;
}

@Module({})
class CommandsModule {}

const authentication = ({ settings, openedLog }: ServerParts, executor: Executor): Authenticate =>
  openedLog.authenticateWith(({ identities }) =>
    authenticator({
      streams: executor,
      now: Date.now,
      ...(settings.adminToken === undefined
        ? {}
        : { given: { token: settings.adminToken, caller: { actor: administratorOf(identities), roles: ['administrator'] } } }),
    }),
  );

/** Puts the executor, the capabilities and the HTTP side together. */
export const buildServer = async (parts: ServerParts): Promise<Server> => {
  const { settings, stores, openedLog, readModels, projections, capabilities, log, health } = parts;
  const metrics = await createMetrics(() => progressOf(parts));
  const eventTypes = [...accessEvents, ...capabilities.flatMap(({ events }) => events)];
  const events = liftedEvents(stores.events, eventTypes);
  const live = followLive({ events, documents: stores.documents, projections, log });
  const executor = createExecutor({
    store: { append: observedAppend(stores.events, metrics), readStream: (stream, options) => stores.events.readStream(stream, options) },
    clock: Date.now,
    identities: openedLog.identities,
    eventTypes,
    timeZone: settings.timeZone,
  });
  const handlers = capabilities.flatMap(({ deciders }) => deciders).flatMap(commandHandlers);
  const gateway = await createGateway({
    about: ABOUT,
    capabilities: settings.roles.includes('gateway') ? capabilities : [],
    ports: [
      { provide: READ_MODELS, useValue: readModels },
      { provide: EVENT_READER, useValue: events },
      { provide: LOG_TAIL, useValue: live.tail },
      { provide: LIVE_LOG, useValue: live.projected },
    ],
    modules: [DecidingModule.of(executor), { module: CommandsModule, providers: handlers }],
    streams: executor,
    authenticate: authentication(parts, executor),
    metrics,
    log,
    health,
  });
  return { executor, live, gateway };
};
