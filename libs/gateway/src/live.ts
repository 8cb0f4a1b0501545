import type { EventReader, RecordedEvent } from '@docket/event-store';

/** The log as live updates may tell of it. */
export interface Live {
  readonly reader: Pick<EventReader, 'head'>;
  /** Events come when the read models have them. */
  readonly log: Pick<EventReader, 'subscribe'>;
}

/** Events after a place, as they come. */
export async function* waitingFor(
  { log }: Live,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[], void, void> {
  for await (const delivery of log.subscribe(after, signal)) if (delivery.kind === 'events') yield delivery.events;
}
