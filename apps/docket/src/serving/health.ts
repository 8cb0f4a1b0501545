import { type Health, shownProgress, type ShownProgress } from '@docket/gateway';
import { type Projection, type ProjectionProgress, readProgress, systemClock } from '@docket/projecting';
import type { Stores } from './stores.js';

export interface HealthSources {
  readonly stores: Pick<Stores, 'events' | 'documents'>;
  readonly projections: readonly Projection[];
  /** Everything that the start does is done. */
  started(): boolean;
  /** No other process can have the documents: nobody writes them where this one does not. */
  readonly alone: boolean;
  /** undefined: this process has none. */
  projector(): ProjectorState | undefined;
}

export interface ProjectorState {
  readonly running: boolean;
  readonly works: boolean;
}

const stoppedOne = ({ projection, serving, building }: ShownProgress): readonly string[] => {
  const stopped = serving?.stopped ?? building?.stopped;
  return stopped ? [`projection ${projection} stopped at position ${stopped.position}; the log says why`] : [];
};

const dutyOf = (projector: ProjectorState | undefined, alone: boolean): readonly string[] => {
  if (!projector) return alone ? ['no process keeps the read models, so they stand still: DOCKET_ROLES has no projector'] : [];
  if (projector.works) return [];
  if (!projector.running) return ['the projector does not run; it is started again'];
  return [
    alone
      ? 'the projector can not write the documents (is the disk full?); it goes on when it can'
      : 'another projector works; this one takes over when it dies',
  ];
};

/** How far each projection has come. Fails where a store is away. */
export const progressOf = ({
  stores,
  projections,
}: Pick<HealthSources, 'stores' | 'projections'>): Promise<readonly ProjectionProgress[]> =>
  readProgress({ documents: stores.documents, events: stores.events, projections, clock: systemClock });

/** What the program says of itself. A projection that lags or has stopped is told but does not make it unready: everything else still works. */
export const healthOf = (sources: HealthSources): (() => Promise<Health>) => {
  const look = lookAt(sources);
  let looking: Promise<Health> | undefined;
  // Anybody may ask as often as they like: those who ask meanwhile get the same answer, and the stores are asked once.
  return () => (looking ??= look().finally(() => (looking = undefined)));
};

const lookAt = (sources: HealthSources): (() => Promise<Health>) => {
  const tried = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => ask().catch(() => undefined);
  const { events, documents } = sources.stores;
  const name = sources.projections[0]?.name ?? '';
  return async () => {
    const [log, records] = await Promise.all([
      tried(async () => ({ head: await events.head() })),
      tried(async () => ({ record: await documents.readProjection(name) })),
    ]);
    const projections = log && records && (await tried(() => progressOf(sources)))?.map(shownProgress);
    const stores = { events: log ? 'open' : 'unavailable', documents: records ? 'open' : 'unavailable' } as const;
    const reasons = [
      ...(sources.started() ? dutyOf(sources.projector(), sources.alone) : ['it is still starting']),
      ...(log ? [] : ['the event store is unavailable: commands are refused, queries are answered']),
      ...(records ? [] : ['the document store is unavailable: queries are refused, commands are accepted']),
      ...(log && records && !projections ? ['how far the read models are can not be told'] : []),
      ...(projections ?? []).flatMap(stoppedOne),
    ];
    return { ready: sources.started() && projections !== undefined, reasons, stores, projections: projections ?? [] };
  };
};
