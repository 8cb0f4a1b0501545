import type { BuildProgress, ProjectionProgress } from '@docket/projecting';

/** What stopped a build may quote what people wrote: it stands in the log, and not where anybody may ask. */
export interface ShownBuild extends Omit<BuildProgress, 'stopped'> {
  readonly stopped?: { readonly position: string };
}

export interface ShownProgress extends Omit<ProjectionProgress, 'serving' | 'building'> {
  readonly serving?: ShownBuild;
  readonly building?: ShownBuild;
}

/** What `/health/ready` answers, to whoever asks. */
export interface Health {
  readonly ready: boolean;
  /** Why it is not ready, or ready but not well. */
  readonly reasons: readonly string[];
  readonly stores: Readonly<Record<string, 'open' | 'unavailable'>>;
  readonly projections: readonly ShownProgress[];
}

const shownBuild = ({ stopped, ...build }: BuildProgress): ShownBuild =>
  stopped ? { ...build, stopped: { position: stopped.position } } : build;

export const shownProgress = ({ serving, building, ...progress }: ProjectionProgress): ShownProgress => ({
  ...progress,
  ...(serving ? { serving: shownBuild(serving) } : {}),
  ...(building ? { building: shownBuild(building) } : {}),
});
