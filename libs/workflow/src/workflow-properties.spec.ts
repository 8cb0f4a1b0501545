import 'reflect-metadata';
import fc from 'fast-check';
import { isRefusal } from '@docket/deciding';
import { LogInMemory, undeclaredFields } from '@docket/deciding/testing';
import { drawsEachType } from '@docket/event-store/testing';
import { plainFold, projectionProperties } from '@docket/projecting/testing';
import { workflow as capability } from './capability.js';
import { ChangeWorkflow, DefineWorkflow } from './commands/index.js';
import { workflowDecider } from './decider.js';
import type { WorkflowState } from './domain/decide.js';
import { STATUS_CATEGORIES, categoryOf, initialStatus, isEnded, movesFrom } from './domain/workflow.js';
import type { Moves, Status } from './domain/workflow.js';
import { workflows } from './projections/workflows.js';

/** Each key with the category that it mostly has: a changed definition may then be a sound change of the one before. */
const USUAL = { a: 'new', b: 'open', c: 'paused', d: 'closed' } as const;
type Key = keyof typeof USUAL;
const KEYS = Object.keys(USUAL) as Key[];

const statusOf = (key: Key): fc.Arbitrary<Status> =>
  fc.record({
    key: fc.constant(key),
    name: fc.constantFrom(key, 'Renamed'),
    category: fc.oneof({ weight: 30, arbitrary: fc.constant(USUAL[key]) }, fc.constantFrom(...STATUS_CATEGORIES)),
  });

const statuses: fc.Arbitrary<Status[]> = fc
  .oneof({ weight: 3, arbitrary: fc.constant(KEYS) }, fc.subarray(KEYS, { minLength: 1 }))
  .chain((keys) => fc.tuple(...keys.map(statusOf)));

const someOf = (keys: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([...keys]) }, fc.subarray<string>([...keys]));

/** From each status to some others, or to all; some definitions come out unsound, and are refused. */
const movesAmong = (keys: readonly string[]): fc.Arbitrary<Moves[]> =>
  fc.tuple(...keys.map((from) => fc.record({ from: fc.constant(from), to: someOf(keys.filter((to) => to !== from)) })));

const definition = statuses.chain((all) => {
  const keys = all.map(({ key }) => key);
  const rules = { initial: fc.constantFrom(...keys), moves: movesAmong(keys) };
  return fc.record({
    name: fc.constantFrom('One', 'Other'),
    statuses: fc.constant(all),
    ...rules,
    types: fc.array(fc.record({ type: fc.constantFrom('incident', 'question'), ...rules }), { maxLength: 2 }),
  });
});

/** One after the other: enough of them that a sound one is changed. */
const definitions = fc.array(definition, { minLength: 3, maxLength: 12, size: 'max' });

/** The workflows that came of it, one after the other, and the definitions that they came of. */
const livesOf = async (wanted: readonly object[]) => {
  const log = new LogInMemory(capability.events);
  const lives: WorkflowState[] = [];
  const taken: object[] = [];
  for (const each of wanted) {
    const id = lives[0]?.id;
    const command = id === undefined ? new DefineWorkflow() : new ChangeWorkflow();
    const outcome = await log.execute(workflowDecider, Object.assign(command, each), id);
    if (isRefusal(outcome)) continue;
    lives.push(outcome.state);
    taken.push(each);
  }
  return { log, lives, taken };
};

const forAnyDefinitions = (check: (lived: Awaited<ReturnType<typeof livesOf>>) => Promise<void> | void) =>
  fc.assert(
    fc.asyncProperty(definitions, async (wanted) => check(await livesOf(wanted))),
    { numRuns: 300 },
  );

const TYPES = ['incident', 'question', 'request'];

/** Where a ticket of a type may come to from a status, in any number of moves. */
const within = (workflow: WorkflowState, type: string, from: string): Set<string> => {
  const come = new Set([from]);
  for (const status of come) for (const next of movesFrom(workflow, type, status)) come.add(next);
  return come;
};

describe('whatever is defined and changed', () => {
  test('a ticket of any type begins unfinished, stays among the statuses, and can always come to an end', () =>
    forAnyDefinitions(({ lives }) => {
      for (const workflow of lives) {
        for (const type of TYPES) {
          const initial = categoryOf(workflow, initialStatus(workflow, type));
          expect(initial !== undefined && !isEnded(initial)).toBe(true);
          for (const status of workflow.statuses) {
            const categories = [...within(workflow, type, status.key)].map((each) => categoryOf(workflow, each));
            expect(categories).not.toContain(undefined);
            expect(categories.some((category) => category !== undefined && isEnded(category))).toBe(true);
          }
        }
      }
    }));

  test('some type comes to every status', () =>
    forAnyDefinitions(({ lives }) => {
      for (const workflow of lives) {
        const reached = new Set(TYPES.flatMap((type) => [...within(workflow, type, initialStatus(workflow, type))]));
        expect(workflow.statuses.filter((status) => !reached.has(status.key))).toEqual([]);
      }
    }));

  test('a status that once was keeps its category for ever', () =>
    forAnyDefinitions(({ lives }) => {
      const last = lives.at(-1);
      for (const earlier of lives) {
        for (const status of earlier.statuses) expect(last && categoryOf(last, status.key)).toBe(status.category);
      }
    }));

  test('a definition that was taken is what is in force', () =>
    forAnyDefinitions(({ lives, taken }) => {
      for (const [index, definition] of taken.entries()) expect(lives[index]).toMatchObject(definition);
    }));

  test('the read model shows the last state, and no field is undeclared', () =>
    forAnyDefinitions(async ({ log, lives }) => {
      const events = await log.events();
      expect(undeclaredFields(events, capability.events)).toEqual([]);
      const rows = plainFold(workflows, events).get(workflows.rows.name);
      expect([...(rows?.values() ?? [])].map(({ body }) => body)).toEqual(lives.slice(-1));
    }));
});

// The executor is asynchronous, so the logs are made before the properties are asked.
const samples = await Promise.all(fc.sample(definitions, { numRuns: 60, seed: 6 }).map(livesOf));
const logs = await Promise.all(samples.map(({ log }) => log.events()));

drawsEachType(capability.events, logs);

projectionProperties([workflows], logs, { runs: 30 });
