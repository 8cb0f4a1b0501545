import fc from 'fast-check';
import { ROLES } from '@docket/access';
import { isRefusal } from '@docket/deciding';
import type { Decider, Outcome, Refusal } from '@docket/deciding';
import { LogInMemory } from '@docket/deciding/testing';
import { agentDecider, CreateAgent, customerDecider, people, RegisterCustomer } from '@docket/people';
import { ChangeAccount, CreateAccount, RecordPassword, ResumeAccount, SuspendAccount } from '../account/commands/index.js';
import { accountDecider } from '../account/decider.js';
import { accounts } from '../capability.js';
import { ContinueSession, EndSession, StartSession } from '../session/commands.js';
import { sessionDecider } from '../session/decider.js';
import { IssueAccessToken, RevokeAccessToken, withTokenHash } from '../token/commands.js';
import { accessTokenDecider } from '../token/decider.js';

/** A command and, for a change, which of the streams made so far it is for. */
export interface Step {
  readonly decider: Decider;
  readonly input: new () => object;
  /** Whoever they name is drawn as a number: the nth of the people. */
  readonly fields: object;
  readonly nth?: number;
}

const NOBODY = '018f9c7e-0000-7000-8000-0000000000ff';
/** Two agents, two customers, and one who is not there. */
const PEOPLE = 5;

const nth = fc.nat({ max: PEOPLE - 1 });
const agent = fc.constantFrom(0, 1);
const customer = fc.constantFrom(2, 3);
// Few different values, so that logins and credentials meet.
const login = fc.constantFrom('ann', 'ANN', 'ａｎｎ', 'bo', 'b o', 'carl', 'dora');
const anyRoles = fc.subarray([...ROLES], { minLength: 1 });
const roles = fc.oneof({ weight: 3, arbitrary: fc.constant(['agent']) }, anyRoles);
const credentialId = fc.constantFrom('018f9c7e-0000-7000-8000-0000000000c1', '018f9c7e-0000-7000-8000-0000000000c2');
const expiresAt = fc.constantFrom('2000-01-01T00:00:00Z', '2100-01-01T00:00:00+02:00');
const some = <Fields>(shape: { [Field in keyof Fields]: fc.Arbitrary<Fields[Field]> }) => fc.record(shape, { requiredKeys: [] });

const making = (decider: Decider, input: new () => object, fields: fc.Arbitrary<object>): fc.Arbitrary<Step> =>
  fields.map((given) => ({ decider, input, fields: given }));
const changing = (decider: Decider, input: new () => object, fields: fc.Arbitrary<object> = fc.constant({})): fc.Arbitrary<Step> =>
  fc.tuple(fields, nth).map(([given, which]) => ({ decider, input, fields: given, nth: which }));

/** Most of them sound, some of them of nobody, of two people at once, or with roles that do not fit. */
const newAccount = fc.oneof(
  { weight: 3, arbitrary: fc.record({ agentId: agent, login, roles }) },
  { weight: 2, arbitrary: fc.record({ customerId: customer, login }) },
  fc.record({ agentId: nth, customerId: nth, login, roles }, { requiredKeys: ['login'] }),
);
const token = { roles, name: fc.constant(' monitoring ') };
const newToken = fc.oneof(
  fc.record({ ...token, agentId: agent }),
  fc.record({ ...token, agentId: nth, accountId: nth, expiresAt }, { requiredKeys: ['agentId', 'roles', 'name'] }),
);
const newSession = fc.record({
  hash: fc.constant('a'.repeat(64)),
  accountId: nth,
  expiresAt: fc.constant('2100-01-01T00:00:00.000Z'),
  credentialId,
});
const newPassword = fc.record({ credentialId, replaces: credentialId }, { requiredKeys: ['credentialId'] });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: making(accountDecider, CreateAccount, newAccount) },
  { weight: 3, arbitrary: changing(accountDecider, ChangeAccount, some({ login, roles: anyRoles })) },
  changing(accountDecider, SuspendAccount, some({ reason: fc.constant('on leave') })),
  changing(accountDecider, ResumeAccount),
  { weight: 2, arbitrary: changing(accountDecider, RecordPassword, newPassword) },
  { weight: 2, arbitrary: making(accessTokenDecider, IssueAccessToken, newToken) },
  changing(accessTokenDecider, RevokeAccessToken),
  making(sessionDecider, StartSession, newSession),
  changing(sessionDecider, ContinueSession),
  changing(sessionDecider, EndSession, some({ displacedBy: fc.constant(NOBODY) })),
);

/** What is done, one after the other: enough of it that things happen to what has been made. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 10, maxLength: 40, size: 'max' });

/** The hash of the token with this id. */
export const hashOf = (id: string): string => `hash of ${id}`;

// A password replaces the one that it was asked to replace, a session goes on each time: the same again is something else.
const ASKED_AGAIN: readonly (new () => object)[] = [ChangeAccount, SuspendAccount, ResumeAccount];

/** What came of it, among people who were there before. */
export class Household {
  readonly log = new LogInMemory([...people.events, ...accounts.events]);
  readonly agents: string[] = [];
  readonly customers: string[] = [];
  /** What each change of an account came to, and what it came to when it was asked for again; not of passwords. */
  readonly repeated: { readonly once: unknown; readonly again: Outcome | Refusal }[] = [];
  /** By the kind of stream: ids, and the states that were answered last. */
  readonly #states = new Map<string, Map<string, unknown>>();

  static async after(wanted: readonly Step[]): Promise<Household> {
    const household = new Household();
    await household.#fill();
    for (const each of wanted) await household.#take(each);
    return household;
  }

  /** The states that were answered last, by id. */
  states<State>({ category }: { readonly category: string }): ReadonlyMap<string, State> {
    return (this.#states.get(category) ?? new Map()) as ReadonlyMap<string, State>;
  }

  async #fill(): Promise<void> {
    for (const name of ['Ann', 'Bo']) {
      this.agents.push(await this.#made(agentDecider, Object.assign(new CreateAgent(), { name })));
      this.customers.push(await this.#made(customerDecider, Object.assign(new RegisterCustomer(), { name })));
    }
  }

  async #made(decider: Decider, command: object): Promise<string> {
    const outcome = await this.log.execute(decider, command);
    if (isRefusal(outcome)) throw new Error(outcome.code);
    return outcome.target;
  }

  async #take({ decider, input, fields, nth: which }: Step): Promise<void> {
    const known = [...this.states(decider).keys()];
    const target = which === undefined ? undefined : known[which % Math.max(1, known.length)];
    if (which !== undefined && target === undefined) return;
    const command = withTokenHash(Object.assign(new input(), fields, this.#named(fields)), hashOf);
    const outcome = await this.log.execute(decider, command, target);
    if (isRefusal(outcome)) return;
    if (!this.#states.has(decider.category)) this.#states.set(decider.category, new Map());
    this.#states.get(decider.category)?.set(outcome.target, outcome.state);
    if (ASKED_AGAIN.includes(input)) this.repeated.push({ once: outcome.state, again: await this.log.execute(decider, command, target) });
  }

  #named(fields: object): object {
    const all = [...this.agents, ...this.customers, NOBODY];
    const numbers = Object.entries(fields).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    return Object.fromEntries(numbers.map(([name, number]) => [name, all[number]]));
  }
}
