import type { EventType, RecordedEvent, StreamEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { Decider } from '../decider.js';
import type { Outcome } from '../envelope.js';
import { createExecutor } from '../execute.js';
import type { Executor } from '../execute.js';
import type { Refusal } from '../refusal.js';
import { TEST_ACTOR, TEST_NOW, testIdentities } from './given.js';

/** A log in memory and the real executor, for tests of what many commands come to. Its clock goes on by a second with each command. */
export class LogInMemory {
  readonly store = new MemoryEventStore();
  readonly identities = testIdentities;
  readonly executor: Executor;
  private now = Date.parse(TEST_NOW);

  constructor(eventTypes: readonly EventType[]) {
    const { store, identities } = this;
    this.executor = createExecutor({ store, clock: () => this.now, identities, eventTypes, timeZone: 'UTC' });
  }

  execute<State, Event extends StreamEvent>(
    decider: Decider<State, Event>,
    command: object,
    target?: string,
  ): Promise<Outcome<State> | Refusal> {
    this.now += 1_000;
    return this.executor.execute(decider, command, { actor: TEST_ACTOR, via: 'test', ...(target === undefined ? {} : { target }) });
  }

  /** All events, in the log's order. */
  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const last = events.at(-1);
      const page = await this.store.readAll(last ? { after: last.position } : {});
      if (page.length === 0) return events;
      events.push(...page);
    }
  }
}

/** Fields that stand in events but not in the declarations of their types, `AgentCreated.nickname`: nobody has said whether they are personal. */
export const undeclaredFields = (events: readonly StreamEvent[], types: readonly EventType[]): readonly string[] => {
  const fields = new Map(types.map(({ type, fields: declared }) => [type, new Set(Object.keys(declared))]));
  const undeclared = events.flatMap(({ type, data }) =>
    Object.keys(data)
      .filter((field) => !fields.get(type)?.has(field))
      .map((field) => `${type}.${field}`),
  );
  return [...new Set(undeclared)];
};
