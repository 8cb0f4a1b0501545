import fc from 'fast-check';
import { comparableName, isRefusal } from '@docket/deciding';
import type { Decider } from '@docket/deciding';
import { LogInMemory, undeclaredFields } from '@docket/deciding/testing';
import type { RecordedEvent, StreamEvent } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { plainFold } from '@docket/projecting/testing';
import { ChangeAgent, CreateAgent } from './agent/commands/index.js';
import { agentDecider } from './agent/decider.js';
import type { Agent } from './agent/domain/agent.js';
import { people } from './capability.js';
import { ChangeCustomer, RegisterCustomer } from './customer/commands/index.js';
import { customerDecider, customerIdOf } from './customer/decider.js';
import { isJoined } from './customer/domain/customer.js';
import type { Customer, CustomerState } from './customer/domain/customer.js';
import { ChangeTeam, CreateTeam } from './team/commands/index.js';
import { teamDecider } from './team/decider.js';
import type { Team } from './team/domain/team.js';

/** A command and, for a change, which of the streams made so far it is for. */
interface Step {
  readonly decider: Decider;
  readonly command: object;
  readonly nth?: number;
}

// Few different values, so that names, addresses and members meet.
const name = fc.constantFrom('Anna', 'anna ', 'Bo', 'Chen');
const login = fc.constantFrom('anna', 'ANNA', 'bo', 'b o', 'ａｎｎａ');
const email = fc.constantFrom('a@example.com', 'A@Example.com', 'b@example.com', 'b@bücher.de', 'c@example.com');
const nth = fc.nat({ max: 5 });
const removable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const fields = <Fields>(shape: { [Field in keyof Fields]: fc.Arbitrary<Fields[Field]> }) => fc.record(shape, { requiredKeys: [] });

const stepOf = (decider: Decider, input: new () => object, given: fc.Arbitrary<object>, changes: boolean): fc.Arbitrary<Step> =>
  fc.tuple(given, nth).map(([body, which]) => ({ decider, command: Object.assign(new input(), body), ...(changes ? { nth: which } : {}) }));

const details = { name, email, phone: fc.constantFrom('1', '2'), department: fc.constantFrom('Sales') };
const step = fc.oneof(
  stepOf(agentDecider, CreateAgent, fc.record({ name, login, email }, { requiredKeys: ['name'] }), false),
  stepOf(agentDecider, ChangeAgent, fields({ name, login: removable(login), email: removable(email), active: fc.boolean() }), true),
  stepOf(customerDecider, RegisterCustomer, fields(details), false),
  stepOf(customerDecider, ChangeCustomer, fields({ ...details, name: removable(name), email: removable(email) }), true),
  stepOf(teamDecider, CreateTeam, fc.record({ name, members: fc.array(nth, { maxLength: 3 }) }, { requiredKeys: ['name'] }), false),
  stepOf(teamDecider, ChangeTeam, fields({ name, members: fc.array(nth, { maxLength: 3 }) }), true),
);

/** What came of a sequence of commands. */
class Town {
  readonly log = new LogInMemory(people.events);
  private readonly ids = new Map<string, string[]>();

  async run(steps: readonly Step[]): Promise<void> {
    for (const { decider, command, nth: which } of steps) {
      const target = which === undefined ? undefined : this.nthOf(decider.category, which);
      if (which !== undefined && target === undefined) continue;
      const outcome = await this.log.execute(decider, this.withMembers(command), target);
      if (!isRefusal(outcome)) this.remember(decider.category, outcome.target);
    }
  }

  async states<State>(decider: { readonly category: string }): Promise<State[]> {
    const loaded = (this.ids.get(decider.category) ?? []).map((id) => this.log.executor.load(decider as Decider<State>, id));
    return (await Promise.all(loaded)).flatMap((found) => (found ? [found.state] : []));
  }

  /** Members are drawn as numbers: the nth agent, or nobody. */
  private withMembers(command: object): object {
    const { members } = command as { members?: readonly (number | string)[] };
    if (!members) return command;
    const ids = members.map((member) => (typeof member === 'number' ? (this.nthOf('agent', member) ?? 'nobody') : member));
    return Object.assign(command, { members: ids });
  }

  private nthOf(category: string, which: number): string | undefined {
    const ids = this.ids.get(category) ?? [];
    return ids[which % Math.max(1, ids.length)];
  }

  private remember(category: string, id: string): void {
    const ids = this.ids.get(category) ?? [];
    if (!ids.includes(id)) this.ids.set(category, [...ids, id]);
  }
}

const afterAny = (check: (town: Town) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const town = new Town();
      await town.run(steps);
      await check(town);
    }),
  );

const isUnique = (names: readonly string[]) => expect(names).toHaveLength(new Set(names).size);
const textsOf = <Item>(items: readonly Item[], text: (item: Item) => string | undefined) =>
  items.map(text).filter((found): found is string => found !== undefined);

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
      isUnique(textsOf(customers, ({ email: text }) => text));
      for (const { id, name: called, email: address } of customers) {
        expect(called ?? address).toBeDefined();
        if (address === undefined) continue;
        const found = await executor.load<CustomerState>(customerDecider, customerIdOf(address, identities));
        expect(found && (isJoined(found.state) ? found.state.into : found.state.id)).toBe(id);
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
