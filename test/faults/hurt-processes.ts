import { setTimeout as pass } from 'node:timers/promises';
import { DocketProcess, type StartOptions, temporaryFolder } from '../end-to-end/docket-process.js';
import { StandInProcess } from '../eventstoredb/spawn-stand-in.js';
import { MongoStandIn } from '../mongodb/stand-in.js';
import type { Fault } from './schedule.js';
import { TcpProxy } from './tcp-proxy.js';
import { inTime } from './wait-until.js';

const ROLES = ['gateway', 'gateway', 'projector', 'projector'] as const;
const GATEWAYS = 2;
const DOCKET_SECRET = 'a secret of the tests only';
/** How long a process may take until it runs, with nothing in its way, and a server until it takes connections. */
const START_MS_MAX = 60_000;
/** How long one may take to end that is told to. */
const ENDING_MS_MAX = 30_000;
const HEALTH_MS_MAX = 5_000;

export interface ReadyState {
  readonly name: string;
  readonly ready: boolean;
  readonly reasons: readonly string[];
  /** Events that its slowest projection lacks. */
  readonly lagEvents: number | undefined;
}

interface HealthBody {
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly projections: readonly { readonly serving?: { readonly lagEvents: number } }[];
}

/** Two gateways and two projectors on two servers, each of which they reach through a proxy that can be hurt. Test equipment. */
export class HurtProcesses {
  readonly #processes: DocketProcess[] = [];
  /** What is done to one of them is over before the next is done to it; others are hurt meanwhile. */
  readonly #turns = new Map<string, Promise<void>>();

  private constructor(
    private readonly folder: ReturnType<typeof temporaryFolder>,
    private readonly events: StandInProcess,
    private documents: MongoStandIn,
    private readonly proxies: readonly [log: TcpProxy, views: TcpProxy],
    private readonly note: (line: string) => void,
  ) {}

  /** Resolves when all of them run. */
  static async start(note: (line: string) => void): Promise<HurtProcesses> {
    const folder = temporaryFolder();
    const events = await StandInProcess.start({ folder: `${folder.path}/log` });
    const documents = await MongoStandIn.start({ file: `${folder.path}/documents` });
    const through = ({ port }: { readonly port: number }): Promise<TcpProxy> => TcpProxy.start({ host: '127.0.0.1', port });
    const all = new HurtProcesses(folder, events, documents, [await through(events), await through(documents)], note);
    for (const index of ROLES.keys()) {
      const starting = DocketProcess.start(all.#optionsOf(index));
      all.#processes.push(await inTime({ what: `${all.#nameOf(index)} to run`, msMax: START_MS_MAX }, starting));
    }
    return all;
  }

  /** The addresses of the stores themselves, which no proxy stands before. */
  get direct(): { readonly eventStoreUrl: string; readonly mongodbUrl: string } {
    return { eventStoreUrl: this.events.connectionString, mongodbUrl: this.documents.url('docket') };
  }

  /** The address of one of the gateways, as it is now. */
  gateway(turn: number): string {
    return (this.#processes[turn % GATEWAYS] as DocketProcess).url;
  }

  get gateways(): number {
    return GATEWAYS;
  }

  /** Does the fault; resolves when it is over. */
  async hurt(fault: Fault): Promise<void> {
    const { kind, target } = fault;
    const index = target % ROLES.length;
    const server = target % this.proxies.length;
    const ofProcess = kind === 'kill' || kind === 'pause';
    const hurts =
      kind === 'stop' ? 'MongoDB' : ofProcess ? this.#nameOf(index) : `connections to ${server === 0 ? 'EventStoreDB' : 'MongoDB'}`;
    await this.#inTurn(hurts, async () => {
      this.note(`${kind} ${hurts}${kind === 'pause' || kind === 'stall' || kind === 'stop' ? ` for ${fault.lastsMs} ms` : ''}`);
      if (ofProcess) await this.#hurtProcess(index, fault);
      else if (kind === 'stop') await this.#stopDocuments(fault.lastsMs);
      else await this.#hurtConnections(this.proxies[server] as TcpProxy, fault);
      this.note(`${kind} ${hurts} is over`);
    });
  }

  /** What each process says of itself. */
  states(): Promise<readonly ReadyState[]> {
    return Promise.all(this.#processes.map((one, index) => stateOf(this.#nameOf(index), one)));
  }

  /** The same in a line. */
  async stateLine(): Promise<string> {
    const states = await this.states();
    return states.map(({ name, ready, reasons }) => `${name}: ${[ready ? 'ready' : 'not ready', ...reasons].join(', ')}`).join('; ');
  }

  /** What a process has printed, for people who look for what went wrong. */
  outputs(): readonly string[] {
    return this.#processes.map((one, index) => `— ${this.#nameOf(index)} —\n${one.output()}`);
  }

  /** Nobody reaches a server any more. */
  async loseServers(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
  }

  /** Sends SIGTERM to all of them: the exit codes. */
  endings(): Promise<readonly (number | string)[]> {
    return Promise.all(this.#processes.map((one, index) => this.#endOf(index, one.stop())));
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((one, index) => this.#endOf(index, one.stop('SIGKILL'))));
    await this.loseServers();
    await inTime({ what: 'EventStoreDB’s stand-in to end', msMax: ENDING_MS_MAX }, this.events.stop());
    await inTime({ what: 'MongoDB’s stand-in to end', msMax: ENDING_MS_MAX }, this.documents.stop());
    this.folder.remove();
  }

  #nameOf(index: number): string {
    return `${ROLES[index]} ${(index % GATEWAYS) + 1}`;
  }

  #endOf(index: number, ending: Promise<number | string>): Promise<number | string> {
    const state = async (): Promise<string> => this.#processes[index]?.output() ?? '';
    return inTime({ what: `the end of ${this.#nameOf(index)}`, msMax: ENDING_MS_MAX, state }, ending);
  }

  #optionsOf(index: number): StartOptions {
    const [log, views] = this.proxies;
    const env = {
      EVENTSTORE_URL: this.events.connectionString.replace(`:${this.events.port}`, `:${log.port}`),
      MONGODB_URL: this.documents.url('docket').replace(`:${this.documents.port}`, `:${views.port}`),
      DOCKET_SECRET,
      DOCKET_ROLES: ROLES[index] ?? '',
    };
    return { dataDir: this.folder.path, env };
  }

  async #inTurn(name: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(name) ?? Promise.resolve();
    const own = before.then(work);
    this.#turns.set(
      name,
      own.catch(() => undefined),
    );
    await own;
  }

  async #hurtProcess(index: number, { kind, lastsMs }: Fault): Promise<void> {
    const one = this.#processes[index] as DocketProcess;
    if (kind === 'kill') {
      await this.#endOf(index, one.stop('SIGKILL'));
      this.#processes[index] = DocketProcess.spawn(this.#optionsOf(index), Number(new URL(one.url).port));
    } else {
      process.kill(one.pid, 'SIGSTOP');
      await pass(lastsMs);
      process.kill(one.pid, 'SIGCONT');
    }
  }

  async #hurtConnections(proxy: TcpProxy, { kind, lastsMs }: Fault): Promise<void> {
    if (kind === 'cut') proxy.cut();
    else if (kind === 'half-open') proxy.halfOpen();
    else {
      proxy.stall();
      await pass(lastsMs);
      proxy.resume();
    }
  }

  async #stopDocuments(lastsMs: number): Promise<void> {
    const { port } = this.documents;
    await inTime({ what: 'MongoDB’s stand-in to end', msMax: ENDING_MS_MAX }, this.documents.stop());
    await pass(lastsMs);
    const file = `${this.folder.path}/documents`;
    this.documents = await inTime({ what: 'MongoDB’s stand-in', msMax: START_MS_MAX }, MongoStandIn.start({ file, port }));
  }
}

const stateOf = async (name: string, { url, ended }: DocketProcess): Promise<ReadyState> => {
  if (ended !== undefined) return { name, ready: false, reasons: [`it has ended by itself: ${ended}`], lagEvents: undefined };
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(HEALTH_MS_MAX) });
    const { ready, reasons, projections } = (await response.json()) as HealthBody;
    const lags = projections.map(({ serving }) => serving?.lagEvents ?? Infinity);
    return { name, ready, reasons, lagEvents: lags.length === 0 ? undefined : Math.max(...lags) };
  } catch (error) {
    const { message, cause } = error as Error;
    return { name, ready: false, reasons: [`no answer: ${cause instanceof Error ? cause.message : message}`], lagEvents: undefined };
  }
};
