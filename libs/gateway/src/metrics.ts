import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommandEnd } from './command-end.js';
import type { Health } from './health.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMIT_APPENDS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
const APPEND_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];

/** What an append came to: the stream was not at the revision that was expected; the store never takes such a one; it could not be done, or nobody knows. */
export type AppendEnd = 'appended' | 'conflict' | 'refused' | 'failed';

/** What Prometheus is told. Labels have few values: routes as they are written, names of operations and projections; never an id or an address. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #http = new Histogram({
    name: 'docket_http_request_duration_seconds',
    help: 'Requests by route and status, from the first byte to the last',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #commands = new Counter({
    name: 'docket_commands_total',
    help: 'Commands by operation and by what they came to: changed, unchanged, repeated, refused, failed',
    labelNames: ['operation', 'outcome'],
    registers: [this.#registry],
  });
  readonly #appends = new Histogram({
    name: 'docket_append_duration_seconds',
    help: 'Appends to the event store until they are durable, by what they came to: appended, conflict, refused, failed',
    labelNames: ['outcome'],
    buckets: APPEND_SECONDS,
    registers: [this.#registry],
  });
  readonly #commits = new Histogram({
    name: 'docket_commit_appends',
    help: 'Appends that the embedded event store answered by one commit: how many came together',
    buckets: COMMIT_APPENDS,
    registers: [this.#registry],
  });

  readonly #lagEvents = this.projectionGauge('docket_projection_lag_events', 'Events that the projection has not finished with');
  readonly #lagSeconds = this.projectionGauge(
    'docket_projection_lag_seconds',
    '0 at the head of the log, else the age of the last event that the projection has finished with',
  );
  readonly #stopped = this.projectionGauge('docket_projection_stopped', '1: an event stopped the projection; /health/ready says which');

  readonly #stores = new Gauge({
    name: 'docket_store_up',
    help: '1: the store answers; 0: it is away, and what the projections lag by is not known',
    labelNames: ['store'],
    registers: [this.#registry],
  });

  constructor(private readonly health: () => Promise<Health>) {
    collectDefaultMetrics({ register: this.#registry });
  }

  readonly countCommand = (operation: string, outcome: CommandEnd): void => {
    this.#commands.inc({ operation, outcome });
  };

  readonly observeRequest = (method: string, route: string, status: number, seconds: number): void => {
    this.#http.observe({ method, route, status }, seconds);
  };

  readonly observeAppend = (outcome: AppendEnd, seconds: number): void => {
    this.#appends.observe({ outcome }, seconds);
  };

  readonly observeCommit = (appends: number): void => {
    this.#commits.observe(appends);
  };

  get mediaType(): string {
    return this.#registry.contentType;
  }

  /** What Prometheus reads. What is said of the stores and the projections comes from one look at them. */
  async text(): Promise<string> {
    const { stores, projections } = await this.health();
    for (const [store, state] of Object.entries(stores)) this.#stores.set({ store }, state === 'open' ? 1 : 0);
    this.forgetLag();
    for (const { projection, state, serving } of projections) {
      this.#stopped.set({ projection }, state === 'stopped' ? 1 : 0);
      if (serving) this.#lagEvents.set({ projection }, serving.lagEvents);
      if (serving?.lagSeconds !== undefined) this.#lagSeconds.set({ projection }, serving.lagSeconds);
    }
    return this.#registry.metrics();
  }

  /** What is not known is not told: an old figure would look like a present one. */
  private forgetLag(): void {
    for (const gauge of [this.#lagEvents, this.#lagSeconds, this.#stopped]) gauge.reset();
  }

  private projectionGauge(name: string, help: string): Gauge<'projection'> {
    return new Gauge({ name, help, labelNames: ['projection'], registers: [this.#registry] });
  }
}
