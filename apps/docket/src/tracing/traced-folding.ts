import type { Tracing } from '@docket/gateway';
import type { Folded } from '@docket/projecting';

/** Traces of one batch that are told of it; the others of a batch that is larger are told nothing. */
export const TRACES_OF_A_BATCH_MAX = 256;
/** Milliseconds after which nobody looks at a trace for what comes late: what a new read model folds of the past is not told. */
export const TOLD_AGE_MS_MAX = 60 * 60 * 1_000;

/** Tells the traces of commands when a projection shows what they did: in whichever thread or process that is, the events know whose they are. */
export const tracedFolding =
  (tracing: Tracing) =>
  ({ projection, events, beganAt }: Folded): void => {
    const oldest = new Date(beganAt - TOLD_AGE_MS_MAX).toISOString();
    const counts = new Map<string, number>();
    for (const { metadata } of events) {
      const { traceparent, recordedAt } = metadata;
      if (traceparent === undefined || recordedAt < oldest) continue;
      const before = counts.get(traceparent);
      if (before === undefined && counts.size >= TRACES_OF_A_BATCH_MAX) break;
      counts.set(traceparent, (before ?? 0) + 1);
    }
    for (const [parent, count] of counts) {
      const attributes = { 'docket.projection': projection, 'docket.events': count };
      tracing.begin(`project ${projection}`, { kind: 'consumer', parent, beganAt, attributes })?.end();
    }
  };
