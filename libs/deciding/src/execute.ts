import { liftedStreams } from '@docket/event-store';
import type { EventMetadata, EventStore, EventType, StreamEvent } from '@docket/event-store';
import { waitFor } from './append-surely.js';
import type { Wait } from './append-surely.js';
import { nowFor } from './clock.js';
import type { Clock } from './clock.js';
import { specOf } from './command-spec.js';
import type { Decider, Identities, NumberSeries, StreamFold } from './decider.js';
import type { CommandEnvelope, Loaded, Outcome, StreamLoader } from './envelope.js';
import { EventTypes } from './event-types.js';
import { Execution } from './execution.js';
import type { HistoryRow } from './history-row.js';
import { freshId } from './fresh-id.js';
import { commandIdOf, numberIdOf } from './identities.js';
import { HistoryRecording } from './record-history.js';
import type { RecordedHistory } from './record-history.js';
import type { Refusal } from './refusal.js';
import type { Soon } from './soon.js';
import { CachedStreamLoader } from './stream-loader.js';
import { takeNumber } from './take-number.js';
import { Turns } from './turns.js';
import type { Workings } from './workings.js';

/** What an executor is made of. */
export interface ExecutorParts {
  readonly store: Pick<EventStore, 'append' | 'readStream' | 'isBehindEnd'>;
  readonly clock: Clock;
  readonly identities: Identities;
  /** All event types that deciders decide. */
  readonly eventTypes: readonly EventType[];
  /** IANA name of the service's time zone. */
  readonly timeZone: string;
  /** How to wait before an append of unknown outcome is sent again. Default: by the machine's clock. */
  readonly wait?: Wait;
  /** Estimated bytes that the cache of folded streams may hold. Default: STREAM_CACHE_BYTES_MAX. */
  readonly cacheBytesMax?: number;
}

/** Executes commands: the one way in which anything is changed. */
export interface Executor extends StreamLoader {
  /** Executes a command: gives what became of its stream, or why not. Fails with the store's failures (OutcomeUnknown, StoreUnavailable, TooLarge …). */
  execute<State, Event extends StreamEvent>(
    decider: Decider<State, Event>,
    command: object,
    envelope: CommandEnvelope,
  ): Promise<Outcome<State> | Refusal>;
  /** Records what happened elsewhere in the stream of the subject of that id: for imports. Shape and order are checked, the workflow is not asked. Rows of one
   *  subject go one call after the other; calls for different ones may be under way together. Fails as `execute` does. */
  recordHistory<State, Event extends StreamEvent>(
    decider: Decider<State, Event>,
    id: string,
    rows: readonly HistoryRow[],
  ): Promise<RecordedHistory<State>>;
  /** Takes the next number of a series, for a subject whose history is going to be recorded by that command. Fails as `execute` does. */
  takeNumber(series: NumberSeries, by: Pick<EventMetadata, 'actor' | 'via' | 'commandId'>): Promise<string>;
  /** Lets go of what is cached. */
  dispose(): void;
}

export const createExecutor = (parts: ExecutorParts): Executor => {
  const { store, clock, identities, timeZone, wait = waitFor, cacheBytesMax } = parts;
  const lifted = liftedStreams(store, parts.eventTypes);
  const loader = new CachedStreamLoader(
    {
      readStream: (stream, options) => lifted.readStream(stream, options),
      isBehindEnd: (stream, revision) => store.isBehindEnd?.(stream, revision) ?? false,
    },
    cacheBytesMax,
  );
  const workings: Workings = {
    store,
    clock,
    identities,
    timeZone,
    wait,
    loader,
    types: new EventTypes(parts.eventTypes),
    turns: new Turns(),
  };
  return {
    async execute(decider, command, envelope) {
      const { operation } = specOf(decider, command);
      const { idempotencyKey: key } = envelope;
      const commandId = key === undefined ? freshId : () => commandIdOf(envelope.actor, operation, envelope.target, key);
      return await new Execution(workings, { decider, command, envelope, commandId, keyed: key !== undefined }).run();
    },
    recordHistory: async (decider, id, rows) => new HistoryRecording(workings, decider, id, rows).run(),
    takeNumber: (series, { actor, via, commandId }) =>
      takeNumber(store, wait, series, numberIdOf(commandId), { actor, via, commandId }, nowFor(clock, '')),
    load: <State>(fold: StreamFold<State>, id: string): Soon<Loaded<State> | undefined> => loader.load(fold, id),
    dispose: () => loader.dispose(),
  };
};
