import type { Actor, EventStore, RecordedEvent } from '@docket/event-store';
import type { AnyDecider } from '../decider.js';
import type { CommandEnvelope, Outcome } from '../envelope.js';
import { createExecutor } from '../execute.js';
import type { Executor, ExecutorParts } from '../execute.js';
import { isRefusal } from '../refusal.js';
import type { Refusal } from '../refusal.js';
import { TEST_ACTOR, TEST_NOW, testIdentities } from './given.js';
import { berthDecider, boatDecider, harbourEvents, skipperDecider } from './harbour.js';
import type { Boat } from './harbour.js';

const deciders: readonly AnyDecider[] = [boatDecider, berthDecider, skipperDecider];

/** The harbour's program on a log: another one on the same log is the same after a restart, or another process. */
export class HarbourMaster {
  readonly executor: Executor;
  /** Milliseconds that it was told to wait. */
  readonly waits: number[] = [];
  now = Date.parse(TEST_NOW);

  constructor(
    private readonly store: Pick<EventStore, 'append' | 'readStream'>,
    parts: Partial<ExecutorParts> = {},
  ) {
    this.executor = createExecutor({
      store,
      clock: () => this.now,
      identities: testIdentities,
      eventTypes: harbourEvents,
      timeZone: 'UTC',
      ...parts,
      wait: async (milliseconds) => {
        this.waits.push(milliseconds);
        await parts.wait?.(milliseconds);
      },
    });
  }

  /** Executes a command of whichever decider has it. */
  async execute(command: object, envelope: Partial<CommandEnvelope> = {}): Promise<Outcome | Refusal> {
    const decider = deciders.find(({ commands }) => Object.values(commands).some((spec) => command instanceof spec.command));
    if (!decider) throw new Error(`nobody here executes ${command.constructor.name}`);
    return this.executor.execute(decider, command, { actor: TEST_ACTOR, via: 'test', ...envelope });
  }

  /** Executes a command that is not refused. */
  async done(command: object, envelope: Partial<CommandEnvelope> = {}): Promise<Outcome<Boat>> {
    const end = await this.execute(command, envelope);
    if (isRefusal(end)) throw new Error(`refused: ${end.code}`);
    return end as Outcome<Boat>;
  }

  /** Executes a command that is refused. */
  async refused(command: object, envelope: Partial<CommandEnvelope> = {}): Promise<Refusal> {
    const end = await this.execute(command, envelope);
    if (!isRefusal(end)) throw new Error(`executed: ${end.stream} at ${end.revision}`);
    return end;
  }

  /** The events of a stream, from the store. */
  async eventsOf(stream: string): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(stream);
  }
}

export const OTHER_ACTOR: Actor = { kind: 'agent', id: '018f8c7e-0000-7000-8000-000000000003' };
