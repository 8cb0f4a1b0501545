import fc from 'fast-check';
import { allSoon, isRefusal } from '@docket/deciding';
import type { Decider, Outcome } from '@docket/deciding';
import { LogInMemory } from '@docket/deciding/testing';
import { ChangeAgent, CreateAgent } from '../agent/commands/index.js';
import { agentDecider } from '../agent/decider.js';
import { people } from '../capability.js';
import { ChangeCustomer, RegisterCustomer } from '../customer/commands/index.js';
import { customerDecider } from '../customer/decider.js';
import { ChangeTeam, CreateTeam } from '../team/commands/index.js';
import { teamDecider } from '../team/decider.js';

/** A command and, for a change, which of the streams made so far it is for. */
export interface Step {
  readonly decider: Decider;
  readonly input: new () => object;
  readonly fields: object;
  readonly nth?: number;
}

// Few different values, so that names, addresses and members meet.
const name = fc.constantFrom('Anna', 'anna ', 'Bo', 'Chen');
const login = fc.constantFrom('anna', 'ANNA', 'bo', 'b o', 'ａｎｎａ');
const email = fc.constantFrom('a@example.com', 'A@Example.com', 'b@example.com', 'b@bücher.de', 'c@example.com');
const active = fc.boolean();
const nth = fc.nat({ max: 5 });
const removable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const fields = <Fields>(shape: { [Field in keyof Fields]: fc.Arbitrary<Fields[Field]> }) => fc.record(shape, { requiredKeys: [] });

const stepOf = (decider: Decider, input: new () => object, given: fc.Arbitrary<object>, changes: boolean): fc.Arbitrary<Step> =>
  fc.tuple(given, nth).map(([body, which]) => ({ decider, input, fields: body, ...(changes ? { nth: which } : {}) }));

const details = { name, email, phone: fc.constantFrom('1', '2'), department: fc.constantFrom('Sales') };
const step: fc.Arbitrary<Step> = fc.oneof(
  stepOf(agentDecider, CreateAgent, fc.record({ name, login, email }, { requiredKeys: ['name'] }), false),
  stepOf(agentDecider, ChangeAgent, fields({ name, login: removable(login), email: removable(email), active }), true),
  // Alone, too: of two changes in one the name may be refused.
  stepOf(agentDecider, ChangeAgent, fc.record({ active }), true),
  stepOf(customerDecider, RegisterCustomer, fields(details), false),
  stepOf(customerDecider, ChangeCustomer, fields({ ...details, name: removable(name), email: removable(email) }), true),
  stepOf(teamDecider, CreateTeam, fc.record({ name, members: fc.array(nth, { maxLength: 3 }) }, { requiredKeys: ['name'] }), false),
  stepOf(teamDecider, ChangeTeam, fields({ name, members: fc.array(nth, { maxLength: 3 }) }), true),
);

/** What people do, one after the other: enough of it that things happen to whoever is there. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 10, maxLength: 40, size: 'max' });

interface Taken {
  readonly command: object;
  readonly outcome: Outcome;
}

/** What came of it. */
export class Town {
  readonly log = new LogInMemory(people.events);
  private readonly ids = new Map<string, string[]>();

  static async after(wanted: readonly Step[]): Promise<Town> {
    const town = new Town();
    for (const each of wanted) await town.take(each);
    return town;
  }

  async states<State>(decider: { readonly category: string }): Promise<State[]> {
    const loaded = (this.ids.get(decider.category) ?? []).map((id) => this.log.executor.load(decider as Decider<State>, id));
    return (await allSoon(loaded)).flatMap((found) => (found ? [found.state] : []));
  }

  /** The command that was given, and what came of it; undefined where it was refused, or is for nobody. */
  async take({ decider, input, fields: given, nth: which }: Step): Promise<Taken | undefined> {
    const target = which === undefined ? undefined : this.nthOf(decider.category, which);
    if (which !== undefined && target === undefined) return undefined;
    const command = Object.assign(new input(), given, this.membersOf(given));
    const outcome = await this.log.execute(decider, command, target);
    if (isRefusal(outcome)) return undefined;
    this.remember(decider.category, outcome.target);
    return { command, outcome };
  }

  /** Members are drawn as numbers: the nth agent, or nobody. */
  private membersOf({ members }: { readonly members?: readonly number[] }): object {
    return members ? { members: members.map((member) => this.nthOf('agent', member) ?? 'nobody') } : {};
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
