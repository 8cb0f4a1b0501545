/** How far one projection's serving build has come. */
export interface ProjectionHealth {
  readonly projection: string;
  /** Of the last event it has finished with; absent before the first. */
  readonly position?: string;
  readonly lagEvents: number;
  /** Since the oldest event that it has not finished with was recorded; 0 when there is none. */
  readonly lagSeconds: number;
  /** An event stopped it: nothing after it is seen until the program is mended. */
  readonly stopped?: { readonly position: string; readonly reason: string };
}

/** What `/health/ready` answers. */
export interface Health {
  readonly ready: boolean;
  /** Why it is not ready, or ready but not well. */
  readonly reasons: readonly string[];
  readonly stores: Readonly<Record<string, 'open' | 'unavailable'>>;
  readonly projections: readonly ProjectionHealth[];
}
