import type { Log, Tracing } from '@docket/gateway';

export interface ClosableTracing extends Tracing {
  /** Sends off what was recorded, but for no longer than a few seconds. */
  close(): Promise<void>;
}

export type TracingLog = Pick<Log, 'info' | 'warn'>;

/** undefined: no traces are wanted, and nothing of the SDK is loaded. */
export const openTracing = async (wanted: boolean, log: TracingLog): Promise<ClosableTracing | undefined> =>
  wanted ? (await import('./otlp.js')).startTracing(log) : undefined;
