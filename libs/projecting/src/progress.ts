import type { Build, DocumentReader } from '@docket/document-store';
import type { EventReader } from '@docket/event-store';
import { candidates, isStopped, servingBuild } from './build-records.js';
import type { Clock } from './clock.js';
import type { Projection } from './projection.js';

/** How far one build has come. Plain data. */
export interface BuildProgress {
  readonly build: string;
  readonly version: string;
  readonly startedAt: string;
  /** The last event it has finished with; undefined: none yet. */
  readonly position?: string;
  /** Events that stand after it: exact where the event store numbers its events, else an estimate that is 0 only at the head. */
  readonly lagEvents: number;
  /** 0 at the log's head, else the age of the last event it has finished with; undefined where there is none yet. */
  readonly lagSeconds?: number;
  /** The event that stopped it, and what its fold said. */
  readonly stopped?: { readonly position: string; readonly reason: string };
}

/** `absent`: nothing of it has been built yet. `serving`: its build serves and is fed (it may lag). `building`: another build is being
 *  made beside the serving one. `stopped`: an event has stopped the serving build or the one beside it. */
export type ProjectionState = 'absent' | 'serving' | 'building' | 'stopped';

export interface ProjectionProgress {
  readonly projection: string;
  readonly state: ProjectionState;
  readonly serving?: BuildProgress;
  readonly building?: BuildProgress;
}

export interface ProgressSources {
  readonly documents: DocumentReader;
  readonly events: EventReader;
  readonly projections: readonly Pick<Projection, 'name'>[];
  readonly clock: Clock;
}

/** How far every projection has come, from what the document store holds: in the projector as well as in a gateway elsewhere. */
export const readProgress = async (sources: ProgressSources): Promise<readonly ProjectionProgress[]> => {
  const progress: ProjectionProgress[] = [];
  for (const { name } of sources.projections) {
    const record = await sources.documents.readProjection(name);
    const serving = servingBuild(record);
    const beside = record && newest(candidates(record));
    progress.push({
      projection: name,
      state: stateOf(serving, beside),
      ...(serving ? { serving: await progressOf(serving, sources) } : {}),
      ...(beside ? { building: await progressOf(beside, sources) } : {}),
    });
  }
  return progress;
};

const newest = (builds: readonly Build[]): Build | undefined =>
  builds.reduce<Build | undefined>((found, build) => (found && found.startedAt >= build.startedAt ? found : build), undefined);

const stateOf = (serving: Build | undefined, beside: Build | undefined): ProjectionState => {
  if ((serving && isStopped(serving)) || (beside && isStopped(beside))) return 'stopped';
  if (beside) return 'building';
  return serving ? 'serving' : 'absent';
};

const progressOf = async (build: Build, { events, clock }: ProgressSources): Promise<BuildProgress> => {
  const { id, version, startedAt, checkpoint, stopped } = build;
  const lagEvents = await events.eventsAfter(checkpoint?.position);
  const lagSeconds = lagEvents === 0 ? 0 : checkpoint && Math.max(0, (clock.now() - Date.parse(checkpoint.recordedAt)) / 1_000);
  return {
    build: id,
    version,
    startedAt,
    lagEvents,
    ...(checkpoint ? { position: checkpoint.position } : {}),
    ...(lagSeconds === undefined ? {} : { lagSeconds }),
    ...(stopped && isStopped(build) ? { stopped } : {}),
  };
};
