import type { ProjectionProgress } from '@docket/projecting';

/** What `/health/ready` answers. */
export interface Health {
  readonly ready: boolean;
  /** Why it is not ready, or ready but not well. */
  readonly reasons: readonly string[];
  readonly stores: Readonly<Record<string, 'open' | 'unavailable'>>;
  readonly projections: readonly ProjectionProgress[];
}
