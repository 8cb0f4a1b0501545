import type { Health } from '@docket/gateway';
import { type Projection, type ProjectionProgress, readProgress, systemClock } from '@docket/projecting';
import type { Stores } from './stores.js';

export interface HealthSources {
  readonly stores: Stores;
  readonly projections: readonly Projection[];
  /** Everything that the start does is done. */
  started(): boolean;
  /** undefined: this process has no projector. */
  projectorRuns(): boolean | undefined;
}

const stoppedOne = ({ projection, serving, building }: ProjectionProgress): readonly string[] => {
  const stopped = serving?.stopped ?? building?.stopped;
  return stopped ? [`projection ${projection} stopped at position ${stopped.position}: ${stopped.reason}`] : [];
};

/** How far each projection has come. */
export const progressOf = ({
  stores,
  projections,
}: Pick<HealthSources, 'stores' | 'projections'>): Promise<readonly ProjectionProgress[]> =>
  readProgress({ documents: stores.documents, events: stores.events, projections, clock: systemClock });

/** What the program says of itself. A projection that lags or has stopped is told but does not make it unready: everything else still works. */
export const healthOf = (sources: HealthSources): (() => Promise<Health>) => {
  const tried = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => ask().catch(() => undefined);
  return async () => {
    const head = await tried(() => sources.stores.events.eventsAfter(undefined));
    const projections = head === undefined ? undefined : await tried(() => progressOf(sources));
    const stores = { events: head === undefined ? 'unavailable' : 'open', documents: projections ? 'open' : 'unavailable' } as const;
    const reasons = [
      ...(sources.started() ? [] : ['it is still starting']),
      ...(head === undefined ? ['the event store is unavailable'] : projections ? [] : ['the document store is unavailable']),
      ...(sources.projectorRuns() === false ? ['the projector does not run; it is started again'] : []),
      ...(projections ?? []).flatMap(stoppedOne),
    ];
    return { ready: sources.started() && projections !== undefined, reasons, stores, projections: projections ?? [] };
  };
};
