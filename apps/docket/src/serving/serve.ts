import 'reflect-metadata';
import { createMetrics, type Gateway, type Log } from '@docket/gateway';
import type { Executor } from '@docket/deciding';
import { DocumentsUnavailable } from '@docket/document-store';
import { OutcomeUnknown, type Position, StoreUnavailable } from '@docket/event-store';
import { createReadModels, persistently, projectionsOf, ReadModelBehind, type ReadModels, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { Settings } from '../settings.js';
import { type ClosableTracing, openTracing } from '../tracing/tracing.js';
import { unlessStopped } from '../unless-stopped.js';
import { buildServer, type Server } from './build-server.js';
import { firstToken, proposedToken, ship } from './first-start.js';
import { healthOf } from './health.js';
import { LateLog } from './late-log.js';
import { ProjectorThread } from './projector-thread.js';
import { projectorName } from './store-addresses.js';
import { openStores, type Stores } from './stores.js';

/** The read model in which the administrator's agent must be seen before a first start is ready. */
const AGENTS = 'agents';
/** How often it is waited for. */
const FIRST_START_WAITS = 10;

/** A server that runs. */
export interface Running {
  readonly url: string;
  /** The administrator's access token, when this start made it: it is shown once. */
  readonly token: string | undefined;
  /** Requests in flight end, the projector finishes its batch, the stores close. */
  stop(): Promise<void>;
}

const listen = async (gateway: Gateway, { port, host }: Settings): Promise<string> => {
  try {
    const taken = await gateway.listen(port, host);
    const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${shown}:${taken}`;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new CannotGoOn(`PORT: ${port} on ${host} is in use: stop what uses it, or set PORT to another one`, EXIT.unavailable, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new CannotGoOn(`PORT: ${port} may not be used by this user: set PORT to 1024 or above`, EXIT.unavailable, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new CannotGoOn(`HOST: ${host} is no address of this machine`, EXIT.unavailable, { cause: error });
    throw error;
  }
};

/** Waits until the administrator's agent can be listed. Each wait has a deadline of its own; together they are more than any first start needs. */
const seen = async (readModels: ReadModels, position: Position): Promise<void> => {
  for (let left = FIRST_START_WAITS; ; left--) {
    try {
      return await readModels.passed(AGENTS, position);
    } catch (error) {
      if (!(error instanceof ReadModelBehind) || left === 0) throw error;
    }
  }
};

const isAway = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof DocumentsUnavailable || error instanceof OutcomeUnknown;

/** One start: what it has opened so far, so that whatever fails closes it again. */
class Start {
  readonly #openedLog = new LateLog();
  #started = false;
  #stores: Stores | undefined;
  #tracing: ClosableTracing | undefined;
  #server: Server | undefined;
  #projector: ProjectorThread | undefined;
  #waited = false;
  #proposedToken: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly log: Log,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<Running | undefined> {
    const { settings, log } = this;
    const tracing = (this.#tracing = await openTracing(settings.tracing, log));
    const metrics = await createMetrics(() => health());
    const stores = (this.#stores = await openStores(settings, log, metrics.observeCommit));
    if (settings.roles.includes('projector')) this.#projector = this.#prepareProjector(stores);
    const projections = projectionsOf(capabilities, settings);
    const readModels = createReadModels({ documents: stores.documents, events: stores.events, clock: systemClock, projections });
    const health = healthOf({
      stores,
      projections,
      alone: 'file' in stores.addresses.documents,
      started: () => this.#started,
      projector: () => this.#projector,
    });
    const openedLog = this.#openedLog;
    const server = (this.#server = await buildServer({
      settings,
      stores,
      openedLog,
      readModels,
      projections,
      capabilities,
      log,
      health,
      tracing,
      metrics,
    }));
    const url = await listen(server.gateway, settings);
    // From here on it is live: a server that is away is waited for, and who asks meanwhile is told so.
    const made = await this.#persistently(url, () => this.#makeFirst(stores, server.executor));
    if (!made) return undefined;
    if (this.#projector && !(await this.#folds(this.#projector, { url, readModels, ...made }))) return undefined;
    // At the very last: whatever ends a start before it is shown, the next one still has it to make.
    const first = await this.#persistently(url, () => this.#firstToken(server.executor));
    if (!first) return undefined;
    this.#started = true;
    return { url, token: first.token, stop: () => this.stop() };
  }

  async stop(): Promise<void> {
    this.#started = false;
    await this.#server?.gateway.close();
    await this.#server?.directory.stop();
    await this.#server?.live.close();
    await this.#projector?.stop();
    this.#server?.executor.dispose();
    await this.#stores?.close();
    await this.#tracing?.close();
  }

  /** It loads its code while the gateway is built. */
  #prepareProjector({ addresses }: Stores): ProjectorThread {
    const { timeZone, tracing } = this.settings;
    return ProjectorThread.prepare({ data: { addresses, holder: projectorName(addresses), timeZone, tracing }, log: this.log });
  }

  /** Opens the log and makes what a first start makes. Whatever of it is there already is left alone, so it can be done again. */
  async #makeFirst(stores: Stores, executor: Executor): Promise<{ administratorAt: Position | undefined }> {
    const { logId, identities } = await stores.openLog();
    this.#openedLog.open({ logId, identities });
    const shippedAt = await ship({ executor, identities, logId, capabilities });
    // An attempt before this one may have made the agent, and not have heard where.
    return { administratorAt: this.#waited ? await stores.events.head() : shippedAt };
  }

  /** False: it was told to stop before it folds, and shows what was made. */
  async #folds(
    projector: ProjectorThread,
    { url, readModels, administratorAt }: { url: string; readModels: ReadModels; administratorAt: Position | undefined },
  ): Promise<boolean> {
    const { signal } = this;
    if (!(await unlessStopped(() => projector.fold(this.#openedLog.opened.logId), signal))) return false;
    if (administratorAt === undefined) return true;
    return unlessStopped(async () => void (await this.#persistently(url, () => seen(readModels, administratorAt))), signal);
  }

  /** Makes the administrator's token where the log has none and the settings give none. */
  async #firstToken(executor: Executor): Promise<{ token: string | undefined }> {
    if (this.settings.adminToken !== undefined) return { token: undefined };
    const { logId, identities } = this.#openedLog.opened;
    this.#proposedToken ??= proposedToken(identities);
    return { token: await firstToken({ executor, identities, logId }, this.#proposedToken) };
  }

  #persistently<Result>(url: string, work: () => Promise<Result>): Promise<Result | undefined> {
    const { log, signal } = this;
    return persistently(work, {
      clock: systemClock,
      signal,
      passes: isAway,
      failed: (error) => {
        this.#waited = true;
        // Its stores close by the stop.
        if (signal.aborted) return;
        log.warn({ url, reason: (error as Error).message }, 'the start waits for a server that is away');
      },
    });
  }
}

/** Opens the stores, makes what a first start makes, and serves; a server that is away is waited for. Throws CannotGoOn with one line for whoever started
 *  it. undefined: the signal aborted before it had started. */
export const serve = async (settings: Settings, log: Log, signal: AbortSignal): Promise<Running | undefined> => {
  if (signal.aborted) return undefined;
  const start = new Start(settings, log, signal);
  try {
    const running = await start.run();
    if (!running) await start.stop();
    return running;
  } catch (error) {
    await start.stop();
    throw error;
  }
};
