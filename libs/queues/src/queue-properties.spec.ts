import 'reflect-metadata';
import fc from 'fast-check';
import { comparableName, isRefusal } from '@docket/deciding';
import type { Outcome, Refusal } from '@docket/deciding';
import { LogInMemory, undeclaredFields } from '@docket/deciding/testing';
import { drawsEachType } from '@docket/event-store/testing';
import { plainFold, projectionProperties } from '@docket/projecting/testing';
import { TICKET_SORTS } from '@docket/tickets';
import { queues as capability } from './capability.js';
import { ArchiveQueue, ChangeQueue, CreateQueue } from './commands/index.js';
import { queueDecider } from './decider.js';
import type { Queue } from './domain/queue.js';
import { queues } from './projections/queues.js';

// Few different values, so that names meet.
const name = fc.constantFrom('Mine', 'mine', ' MINE', 'Other', 'Third');
const values = fc.array(fc.constantFrom('me', 'none', 'x'), { maxLength: 3 });
const fields = {
  name,
  filter: fc.record({ assignee: values, tag: values }, { requiredKeys: [] }),
  sort: fc.constantFrom(...TICKET_SORTS),
};
const command = fc.oneof(
  fc.record(fields, { requiredKeys: ['name', 'filter'] }).map((body) => Object.assign(new CreateQueue(), body)),
  fc.record(fields, { requiredKeys: [] }).map((body) => Object.assign(new ChangeQueue(), body)),
  fc.constant(new ArchiveQueue()),
);

type Step = readonly [command: object, nth: number];
/** Enough of them that things happen to what has been made. */
const steps: fc.Arbitrary<readonly Step[]> = fc.array(fc.tuple(command, fc.nat({ max: 5 })), { minLength: 5, maxLength: 30, size: 'max' });

/** What comes of commands, each for the nth queue made so far: the states that were answered, the events of queues in the log, and what each
 *  change came to that was asked for again. */
const livesOf = async (wanted: readonly Step[]) => {
  const log = new LogInMemory(capability.events);
  const states = new Map<string, Queue>();
  const repeated: { readonly once: Queue; readonly again: Outcome<Queue> | Refusal }[] = [];
  for (const [step, nth] of wanted) {
    const target = step instanceof CreateQueue ? undefined : [...states.keys()][nth % Math.max(1, states.size)];
    if (target === undefined && !(step instanceof CreateQueue)) continue;
    const outcome = await log.execute(queueDecider, step, target);
    if (isRefusal(outcome)) continue;
    states.set(outcome.target, outcome.state);
    if (target !== undefined) repeated.push({ once: outcome.state, again: await log.execute(queueDecider, step, target) });
  }
  const events = (await log.events()).filter(({ stream }) => stream.startsWith('queue-'));
  return { states, events, repeated };
};

test('after any sequence of commands names in sight are unique, a replay gives the rows, and no field is undeclared', () =>
  fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const { states, events } = await livesOf(wanted);
      const names = [...states.values()].filter(({ archived }) => !archived).map((queue) => comparableName(queue.name));
      expect(names).toHaveLength(new Set(names).size);
      expect(undeclaredFields(events, capability.events)).toEqual([]);
      const rows = plainFold(queues, events).get(queues.rows.name);
      expect(new Map([...(rows ?? [])].map(([id, { body }]) => [id, body]))).toEqual(states);
    }),
  ));

test('what was changed is as it was asked for: asked for again, nothing changes', () =>
  fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const { repeated } = await livesOf(wanted);
      for (const { once, again } of repeated) expect(again).toMatchObject({ changed: false, state: once });
    }),
  ));

// The executor is asynchronous, so the logs are made before the properties are asked.
const lives = await Promise.all(fc.sample(steps, { numRuns: 30, seed: 6 }).map(livesOf));
const logs = lives.map(({ events }) => events);

drawsEachType(capability.events, logs);

projectionProperties([queues], logs, { runs: 30 });
