import type { Position, StreamEvent } from '@docket/event-store';
import type { StreamFold } from './decider.js';
import { RecordedCommands } from './recorded-commands.js';

/** A stream, folded up to some revision. It does not change; a later one is made from it. */
export interface Snapshot<State = unknown> {
  readonly stream: string;
  /** undefined: the stream is absent. */
  readonly state: State | undefined;
  /** Of the last event; -1: absent. */
  readonly revision: number;
  /** Of the last event; '': absent. */
  readonly position: Position;
  /** recordedAt of the last event; '': absent. */
  readonly recordedAt: string;
  /** occurredAt of the first event; '': absent. */
  readonly begunAt: string;
  readonly commands: RecordedCommands;
}

export const absentStream = (stream: string): Snapshot<never> => ({
  stream,
  state: undefined,
  revision: -1,
  position: '',
  recordedAt: '',
  begunAt: '',
  commands: new RecordedCommands(),
});

/** The snapshot after more events, which follow on it without a gap. */
export const extended = <State>(before: Snapshot<State>, fold: StreamFold<State>, events: readonly StreamEvent[]): Snapshot<State> => {
  let { state, revision, position, recordedAt, begunAt } = before;
  for (const event of events) {
    if (event.revision !== revision + 1) throw new Error(`stream ${before.stream}: revision ${event.revision} came after ${revision}`);
    state = fold.evolve(state, event);
    ({ revision, position } = event);
    ({ recordedAt } = event.metadata);
    if (begunAt === '') begunAt = event.metadata.occurredAt;
    before.commands.add(event);
  }
  return { stream: before.stream, state, revision, position, recordedAt, begunAt, commands: before.commands };
};
