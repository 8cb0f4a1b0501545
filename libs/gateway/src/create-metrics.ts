import type { ProjectionProgress } from '@docket/projecting';
import type { Metrics } from './metrics.js';

export type { Metrics };

/** What Prometheus is told. Its library is loaded here and not with this one: threads that only fold need none of it. */
export const createMetrics = async (projections: () => Promise<readonly ProjectionProgress[]>): Promise<Metrics> => {
  const metrics = await import('./metrics.js');
  return new metrics.Metrics(projections);
};
