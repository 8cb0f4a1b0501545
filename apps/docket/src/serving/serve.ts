import 'reflect-metadata';
import { type Gateway, type Log } from '@docket/gateway';
import type { Position } from '@docket/event-store';
import { createReadModels, ReadModelBehind, type ReadModels, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { Settings } from '../settings.js';
import { buildServer, type Server } from './build-server.js';
import { firstToken, ship } from './first-start.js';
import { healthOf } from './health.js';
import { ProjectorThread } from './projector-thread.js';
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

/** One start: what it has opened so far, so that whatever fails closes it again. */
class Start {
  #started = false;
  #stores: Stores | undefined;
  #server: Server | undefined;
  #projector: ProjectorThread | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly log: Log,
  ) {}

  async run(): Promise<Running> {
    const { settings, log } = this;
    const stores = (this.#stores = await openStores(settings.dataDir, settings.secret, log));
    const projections = capabilities.flatMap((capability) => capability.projections?.({ timeZone: settings.timeZone }) ?? []);
    const readModels = createReadModels({ documents: stores.documents, events: stores.events, clock: systemClock });
    const health = healthOf({
      stores,
      projections,
      started: () => this.#started,
      projectorRuns: () => this.#projector?.running,
    });
    const server = (this.#server = await buildServer({ settings, stores, readModels, projections, capabilities, log, health }));
    const url = await listen(server.gateway, settings);
    const made = { executor: server.executor, identities: stores.identities, logId: stores.logId };
    const administratorAt = await ship({ ...made, capabilities });
    const token = settings.adminToken === undefined ? await firstToken(made) : undefined;
    if (settings.roles.includes('projector')) {
      const { documentsFile, logId } = stores;
      const data = { eventsFile: stores.events.file, documentsFile, logId, timeZone: settings.timeZone };
      this.#projector = await ProjectorThread.start({ data, log });
      if (administratorAt !== undefined) await seen(readModels, administratorAt);
    }
    this.#started = true;
    return { url, token, stop: () => this.stop() };
  }

  async stop(): Promise<void> {
    this.#started = false;
    await this.#server?.gateway.close();
    await this.#server?.live.close();
    await this.#projector?.stop();
    this.#server?.executor.dispose();
    await this.#stores?.close();
  }
}

/** Opens the stores, makes what a first start makes, and serves. Throws CannotGoOn with one line for whoever started it. */
export const serve = async (settings: Settings, log: Log): Promise<Running> => {
  const start = new Start(settings, log);
  try {
    return await start.run();
  } catch (error) {
    await start.stop();
    throw error;
  }
};
