import { Module } from '@nestjs/common';
import {
  authenticator,
  ContinueSession,
  CREDENTIALS,
  Directory,
  DIRECTORY,
  keepDirectory,
  sessionDecider,
  tellingAppend,
} from '@docket/accounts';
import type { Authenticate, Caller } from '@docket/access';
import { createExecutor, type Executor } from '@docket/deciding';
import { commandHandlers, DecidingModule } from '@docket/deciding/nest';
import { EVENT_READER, liftedEvents } from '@docket/event-store';
import { type Capability, createGateway, type Gateway, type Health, type Log, type Metrics, type Tracing } from '@docket/gateway';
import { eventTypesOf, LIVE_LOG, type Projection, READ_MODELS, type ReadModels, systemClock } from '@docket/projecting';
import { ABOUT } from '../about.js';
import type { Settings } from '../settings.js';
import { tracedAppend } from '../tracing/traced-append.js';
import { tracedExecutor } from '../tracing/traced-executor.js';
import { administratorOf } from './first-start.js';
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
  readonly tracing: Tracing | undefined;
  readonly metrics: Metrics;
  readonly health: () => Promise<Health>;
}

export interface Server {
  readonly executor: Executor;
  readonly live: Live;
  /** Who may come in, kept up with the log. */
  readonly directory: { stop(): Promise<void> };
  readonly gateway: Gateway;
}

@Module({})
class CommandsModule {}

const authentication = ({ settings, openedLog, log }: ServerParts, executor: Executor, directory: Directory): Authenticate => {
  const { adminToken } = settings;
  const administrator = (): Caller => ({ actor: administratorOf(openedLog.identities), roles: ['administrator'] });
  return authenticator({
    directory,
    streams: executor,
    now: Date.now,
    onContinued: (target) => {
      const envelope = { actor: { kind: 'system', id: target }, via: 'system', target } as const;
      executor
        .execute(sessionDecider, new ContinueSession(), envelope)
        .catch((error: unknown) => log.warn({ err: error }, 'a session that is used could not be said to go on'));
    },
    ...(adminToken === undefined ? {} : { given: { token: adminToken, caller: administrator } }),
  });
};

/** Puts the executor, the capabilities and the HTTP side together. */
export const buildServer = async (parts: ServerParts): Promise<Server> => {
  const { settings, stores, openedLog, readModels, projections, capabilities, log, health, tracing, metrics } = parts;
  const eventTypes = eventTypesOf(capabilities);
  const events = liftedEvents(stores.events, eventTypes);
  const live = followLive({ events, documents: stores.documents, projections, log });
  const directory = new Directory();
  const observed = observedAppend(stores.events, metrics);
  const untraced = createExecutor({
    store: {
      append: tellingAppend(tracing ? tracedAppend(observed, tracing) : observed, directory),
      readStream: (stream, options) => stores.events.readStream(stream, options),
      isBehindEnd: (stream, revision) => stores.events.isBehindEnd?.(stream, revision) ?? false,
    },
    clock: Date.now,
    identities: openedLog.identities,
    eventTypes,
    timeZone: settings.timeZone,
  });
  const executor = tracing ? tracedExecutor(untraced, tracing) : untraced;
  const handlers = capabilities.flatMap(({ deciders }) => deciders).flatMap(commandHandlers);
  const gateway = await createGateway({
    about: ABOUT,
    capabilities: settings.roles.includes('gateway') ? capabilities : [],
    ports: [
      { provide: READ_MODELS, useValue: readModels },
      { provide: EVENT_READER, useValue: events },
      { provide: LIVE_LOG, useValue: live.projected },
      { provide: DIRECTORY, useValue: directory },
      { provide: CREDENTIALS, useValue: stores.credentials },
    ],
    modules: [DecidingModule.of(executor), { module: CommandsModule, providers: handlers }],
    streams: executor,
    authenticate: authentication(parts, executor, directory),
    metrics,
    log,
    health,
    trustedProxies: settings.trustedProxies,
    rateLimits: settings.rateLimits,
    ...(tracing ? { tracing } : {}),
  });
  const known = keepDirectory({
    directory,
    readModels,
    events,
    ...('file' in stores.addresses.events ? {} : { tail: live.tail }),
    clock: systemClock,
    log: ({ level, message, ...fields }) => log[level](fields, message),
  });
  return { executor, live, directory: known, gateway };
};
