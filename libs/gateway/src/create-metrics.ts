import type { Health } from './health.js';
import type { AppendEnd, Metrics } from './metrics.js';

export type { AppendEnd, Metrics };

/** What Prometheus is told. Its library is loaded here and not with this one: threads that only fold need none of it. */
export const createMetrics = async (health: () => Promise<Health>): Promise<Metrics> => {
  const metrics = await import('./metrics.js');
  return new metrics.Metrics(health);
};
