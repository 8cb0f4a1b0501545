import { deepStrictEqual, fail } from 'node:assert/strict';
import { canonicalJson, streamOf } from '@docket/event-store';
import type { Actor, StreamEvent } from '@docket/event-store';
import { specOf } from '../command-spec.js';
import { CommandContext } from '../decision-context.js';
import type { Decider, Decision, FactOf, Fact, StreamFold } from '../decider.js';
import { createIdentities } from '../identities.js';
import { absentTarget, isRefusal } from '../refusal.js';
import type { Refusal } from '../refusal.js';
import { whenItHappened } from '../stamp.js';

/** The ids that decisions in tests derive. */
export const testIdentities = createIdentities('a secret for tests', '018f8c7e-0000-7000-8000-00000000000a');

const TARGET = '018f8c7e-0000-7000-8000-000000000001';
const COMMAND = '018f8c7e-0000-7000-8000-00000000000c';
const EARLIER_COMMAND = '018f8c7e-0000-7000-8000-00000000000b';
/** When the command of a test is decided, unless it says otherwise. */
export const TEST_NOW = '2024-05-20T08:00:00.000Z';
export const TEST_ACTOR: Actor = { kind: 'agent', id: '018f8c7e-0000-7000-8000-000000000002' };

const USUAL = { now: TEST_NOW, actor: TEST_ACTOR, target: TARGET, commandId: COMMAND, timeZone: 'UTC' };

interface Recorded {
  readonly recordedAt?: string;
  readonly actor?: Actor;
}
type EarlierFact = Fact & Recorded;

/** A fact that is there already: what happened, and if it matters when and by whom it was recorded. */
export type GivenFact<Event extends StreamEvent> = FactOf<Event> & Recorded;

/** Another stream that a command refers to: without facts it is absent. */
export interface GivenStream {
  readonly fold: StreamFold<unknown>;
  readonly id: string;
  readonly facts: readonly EarlierFact[];
}

/** What a decision may know beside the stream; all has a default. */
export interface TestCircumstances {
  readonly now?: string;
  readonly actor?: Actor;
  readonly target?: string;
  readonly commandId?: string;
  readonly timeZone?: string;
  readonly number?: string;
  /** The targets of required commands, by label. */
  readonly required?: { readonly [label: string]: string };
  readonly references?: readonly GivenStream[];
}

/** How a test of a decider is written: `given(decider, [facts]).when(command).then([facts])`. */
export const given = <State, Event extends StreamEvent>(
  decider: Decider<State, Event>,
  facts: readonly GivenFact<Event>[] = [],
): Given<State, Event> => new Given(decider, facts);

class Given<State, Event extends StreamEvent> {
  constructor(
    private readonly decider: Decider<State, Event>,
    private readonly facts: readonly GivenFact<Event>[],
  ) {}

  when(command: object, circumstances: TestCircumstances = {}): Decided<State, Event> {
    const { decider } = this;
    const { now, target, commandId, ...rest } = { ...USUAL, ...circumstances };
    const { spec } = specOf(decider, command);
    const state = folded(decider, target, this.facts, now);
    const needed = spec.references?.(state, command, testIdentities) ?? [];
    const references = new Map(needed.map((reference) => [streamOf(reference.fold.category, reference.id), undefined as unknown]));
    for (const { fold: other, id, facts } of circumstances.references ?? []) {
      const stream = streamOf(other.category, id);
      // Only what the command says that it needs is loaded.
      if (references.has(stream)) references.set(stream, folded(other, id, facts, now));
    }
    const required = new Map(Object.entries(rest.required ?? {}));
    const told = { number: undefined, ...rest, now, target, identities: testIdentities, required, references };
    const context = new CommandContext({ commandId }, told);
    // As the executor does it: what is decided beside the decider is refused here too.
    const decision = state === undefined && !spec.creates ? absentTarget(decider.category) : spec.decide(state, command, context);
    const untimely = isRefusal(decision) ? undefined : untimeliness(decision, now);
    return new Decided(decider, state, untimely ?? decision, this.facts.length, { now, target, commandId });
  }
}

class Decided<State, Event extends StreamEvent> {
  constructor(
    private readonly decider: Decider<State, Event>,
    private readonly before: State | undefined,
    private readonly decision: Decision<Event>,
    private readonly events: number,
    private readonly at: { readonly now: string; readonly target: string; readonly commandId: string },
  ) {}

  /** These facts and no others were decided, and the stream can take them. Gives the state after them. */
  then(expected: readonly FactOf<Event>[]): State {
    if (expected.length === 0) fail('say thenNothingHappened where no fact is expected');
    const facts = this.decided();
    deepStrictEqual(facts.map(stored), expected.map(stored));
    return this.after(facts);
  }

  /** The command was refused, with this code. Gives the refusal. */
  thenRefused(code: string): Refusal {
    if (!isRefusal(this.decision)) fail(`${code} was expected, but it was decided:\n${shown(this.decision)}`);
    deepStrictEqual(this.decision.code, code);
    return this.decision;
  }

  /** The command changes nothing. */
  thenNothingHappened(): void {
    deepStrictEqual(this.decided().map(stored), []);
    if (this.before === undefined) fail('a command that creates its stream has something to say');
  }

  private decided(): readonly Fact[] {
    if (isRefusal(this.decision)) fail(`facts were expected, but it was refused:\n${shown(this.decision)}`);
    return this.decision;
  }

  private after(facts: readonly Fact[]): State {
    const { now, target, commandId } = this.at;
    let state = this.before;
    facts.forEach((fact, index) => {
      const event = eventOf(this.decider, target, fact, { revision: this.events + index, recordedAt: now, commandId });
      state = this.decider.evolve(state, event as Event);
    });
    return state as State;
  }
}

const folded = <State>(fold: StreamFold<State>, id: string, facts: readonly EarlierFact[], now: string): State | undefined => {
  let state: State | undefined;
  facts.forEach((fact, revision) => {
    state = fold.evolve(state, eventOf(fold, id, fact, { revision, recordedAt: now, commandId: EARLIER_COMMAND }));
  });
  return state;
};

const eventOf = (
  { category }: StreamFold<unknown>,
  id: string,
  { type, data, occurredAt, ...by }: EarlierFact,
  { revision, commandId, ...at }: { readonly revision: number; readonly recordedAt: string; readonly commandId: string },
): StreamEvent => {
  const { recordedAt, actor } = { ...at, actor: TEST_ACTOR, ...by };
  return {
    id: testIdentities.shipped(`${category} ${id} ${revision}`),
    type,
    data: JSON.parse(canonicalJson(data, type)) as object,
    metadata: { schemaVersion: 1, recordedAt, occurredAt: occurredAt ?? recordedAt, actor, via: 'test', commandId },
    stream: streamOf(category, id),
    revision,
    position: String(revision + 1).padStart(20, '0'),
  };
};

/** A fact as the log would have it; fails where JSON can't hold it. */
const stored = ({ type, data, occurredAt }: Fact): object => ({
  type,
  data: JSON.parse(canonicalJson(data, type)) as object,
  ...(occurredAt === undefined ? {} : { occurredAt }),
});

const untimeliness = (facts: readonly Fact[], now: string): Refusal | undefined =>
  facts.map(({ occurredAt }) => whenItHappened(occurredAt ?? now, now)).find(isRefusal);

const shown = (value: unknown): string => JSON.stringify(value, null, 2);
