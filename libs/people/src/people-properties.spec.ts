import 'reflect-metadata';
import fc from 'fast-check';
import { comparableName } from '@docket/deciding';
import type { Decider } from '@docket/deciding';
import { undeclaredFields } from '@docket/deciding/testing';
import type { RecordedEvent, StreamEvent } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { plainFold } from '@docket/projecting/testing';
import { agentDecider } from './agent/decider.js';
import type { Agent } from './agent/domain/agent.js';
import { people } from './capability.js';
import { customerDecider, customerIdOf } from './customer/decider.js';
import { addressesOf, isJoined } from './customer/domain/customer.js';
import type { Customer, CustomerState } from './customer/domain/customer.js';
import { teamDecider } from './team/decider.js';
import type { Team } from './team/domain/team.js';
import { Town, steps } from './testing/random-town.js';

const afterAny = (check: (town: Town) => Promise<void>) =>
  fc.assert(fc.asyncProperty(steps, async (wanted) => check(await Town.after(wanted))));

const isUnique = (names: readonly string[]) => expect(names).toHaveLength(new Set(names).size);
const textsOf = <Item>(items: readonly Item[], text: (item: Item) => string | undefined) =>
  items.map(text).filter((found): found is string => found !== undefined);

test('what was changed is as it was asked for: asked for again, nothing changes', () =>
  fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const town = new Town();
      for (const step of wanted) {
        const taken = await town.take(step);
        if (!taken || step.nth === undefined) continue;
        const { target, revision, state } = taken.outcome;
        expect(await town.log.execute(step.decider, taken.command, target)).toMatchObject({ revision, state });
      }
    }),
  ));

describe('after any sequence of commands', () => {
  test('logins and names of teams are unique, and members are agents', () =>
    afterAny(async (town) => {
      const agents = await town.states<Agent>(agentDecider);
      const teams = await town.states<Team>(teamDecider);
      isUnique(textsOf(agents, ({ login: text }) => text));
      isUnique(teams.map((team) => comparableName(team.name)));
      const known = new Set(agents.map(({ id }) => id));
      for (const { members } of teams) {
        isUnique(members);
        expect(members.filter((member) => !known.has(member))).toEqual([]);
      }
    }));

  test('each address of a customer leads to this customer, and no other one has it', () =>
    afterAny(async (town) => {
      const { executor, identities } = town.log;
      const customers = await town.states<Customer>(customerDecider);
      isUnique(customers.flatMap(addressesOf));
      for (const customer of customers) {
        expect(customer.name ?? customer.email).toBeDefined();
        for (const address of addressesOf(customer)) {
          const found = await executor.load<CustomerState>(customerDecider, customerIdOf(address, identities));
          expect(found && (isJoined(found.state) ? found.state.into : found.state.id)).toBe(customer.id);
        }
      }
    }));

  test('a replay gives the same states, and the read models show them', () =>
    afterAny(async (town) => {
      const events = await town.log.events();
      const projections = people.projections?.({ timeZone: 'UTC' }) ?? [];
      for (const [index, decider] of people.deciders.entries()) {
        const states = await town.states(decider);
        expect(replayed(decider, events)).toEqual(expect.arrayContaining(states));
        expect(rowsOf(projections[index], events)).toEqual(states);
      }
    }));

  test('the log holds no field of which nobody said whether it is personal', () =>
    afterAny(async ({ log }) => {
      const events = await log.events();
      expect(undeclaredFields(ofPeople(events), people.events)).toEqual([]);
    }));
});

const ofPeople = (events: readonly RecordedEvent[]) => events.filter(({ type }) => people.events.some((known) => known.type === type));

const rowsOf = (projection: Projection | undefined, events: readonly StreamEvent[]): unknown[] => {
  const rows = projection && plainFold(projection, events).get(projection.rows.name);
  return [...(rows?.values() ?? [])].map(({ body }) => body);
};

const replayed = (decider: Decider, events: readonly StreamEvent[]): unknown[] => {
  const states = new Map<string, unknown>();
  for (const event of events) {
    if (event.stream.startsWith(`${decider.category}-`)) states.set(event.stream, decider.evolve(states.get(event.stream), event));
  }
  return [...states.values()];
};
