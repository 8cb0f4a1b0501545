import { type Clock } from './clock.js';
import { decide, type Expectation } from './expectation.js';
import { type Log } from './log.js';
import { type LoggedRecord, MAX_APPEND_BYTES, type ProposedEvent, sizeInAppend } from './record.js';

export type AppendOutcome =
  /** Written now or before. `last` is the append's last event; without events it is missing. */
  | { readonly kind: 'appended'; readonly lastRevision: bigint; readonly last?: LoggedRecord | undefined }
  /** `current` is the newest revision; -1 stands for no stream. */
  | { readonly kind: 'wrong'; readonly current: bigint }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too large' };

/** One append, for every way in which a client may send it. */
export const append = async (
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  name: string,
  expected: Expectation,
  events: readonly ProposedEvent[],
): Promise<AppendOutcome> => {
  const stream = log.stream(name);
  if (stream.tombstoned) return { kind: 'deleted' };
  if (events.reduce((sum, event) => sum + sizeInAppend(event), 0) > MAX_APPEND_BYTES) return { kind: 'too large' };
  const decision = decide(stream, expected, events);
  if (decision.kind === 'wrong') return { kind: 'wrong', current: stream.lastRevision };
  if (decision.kind === 'write') log.append(name, events, clock.ticks());
  const lastRevision = decision.kind === 'repeated' ? decision.lastRevision : stream.lastRevision;
  const last = events.length === 0 ? undefined : stream.records[Number(lastRevision)];
  await log.settled();
  return { kind: 'appended', lastRevision, last };
};
