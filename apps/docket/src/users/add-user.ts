import { setTimeout } from 'node:timers/promises';
import { ROLES } from '@docket/access';
import { comparableName } from '@docket/deciding';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { type Account, changeAccount, findAccount, type Person, personOf } from './accounts.js';
import { Refused, type ServerConnection } from './server-connection.js';

/** How often, and after how many milliseconds, an agent is looked for whose login is taken and who is not listed yet. */
const LOOKS_MAX = 20;
const LOOK_MS = 250;

export interface NewUser {
  readonly login: string;
  readonly roles: readonly string[];
  readonly name?: string;
  readonly email?: string;
  /** The id of an agent, or of a customer, who is there already. */
  readonly person?: string;
}

export interface AddedUser {
  readonly account: Account;
  /** False: it was there, as it was wanted. */
  readonly made: boolean;
}

const REQUESTER = 'requester';

/** Makes the agent (or the customer) where there is none yet, then the account. Done again, after whatever it was broken off by, it makes nothing twice. Throws
 *  CannotGoOn, also where somebody else has the login. */
export const addUser = async (server: ServerConnection, wanted: NewUser): Promise<AddedUser> => {
  checkRoles(wanted.roles);
  const known = await findAccount(server, wanted.login);
  if (known) {
    samePerson(wanted, await personOf(server, known));
    return { account: sameAccount(wanted, known), made: false };
  }
  const owner = await (wanted.roles.includes(REQUESTER) ? customerOf : agentOf)(server, wanted);
  return accountFor(server, wanted, owner);
};

/** Before anything is made. */
const checkRoles = (roles: readonly string[]): void => {
  const unknown = roles.find((role) => !ROLES.some((known) => known === role));
  if (unknown !== undefined) throw new CannotGoOn(`--role ${unknown}: there is no such role; there are ${ROLES.join(', ')}`, EXIT.usage);
  if (roles.includes(REQUESTER) && roles.length > 1)
    throw new CannotGoOn('--role requester: whoever has this role is a customer, and has no other', EXIT.usage);
};

const agentOf = async (server: ServerConnection, wanted: NewUser): Promise<{ readonly agentId: string }> => {
  const { login, name, email, person } = wanted;
  if (person !== undefined) return { agentId: person };
  const known = await agentCalled(server, login);
  if (known) return { agentId: samePerson(wanted, known).id };
  if (name === undefined)
    throw new CannotGoOn(`--name: there is no agent with the login ${login} yet: say what the agent is called`, EXIT.usage);
  try {
    const made = await server.send('POST', '/agents', { name, login, ...(email === undefined ? {} : { email }) });
    return { agentId: (made as Person).id };
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'login.taken') throw error;
    // Made a moment ago, perhaps by this command before it was broken off: the list is about to show it.
    for (let left = LOOKS_MAX; left > 0; left--) {
      const agent = await agentCalled(server, login);
      if (agent) return { agentId: samePerson(wanted, agent).id };
      await setTimeout(LOOK_MS);
    }
    throw error;
  }
};

const agentCalled = async (server: ServerConnection, login: string): Promise<Person | undefined> => {
  const { items } = await server.get('/agents', { login, limit: '1' });
  return (items as readonly Person[])[0];
};

/** By the address the server finds the customer who is there, or makes one. */
const customerOf = async (server: ServerConnection, { name, email, person }: NewUser): Promise<{ readonly customerId: string }> => {
  if (person !== undefined) return { customerId: person };
  if (email === undefined)
    throw new CannotGoOn('--email: a customer is known by the e-mail address; without one, say with --person whose id it is', EXIT.usage);
  const customer = await server.send('POST', '/customers', { email, ...(name === undefined ? {} : { name }) });
  return { customerId: (customer as Person).id };
};

const accountFor = async (
  server: ServerConnection,
  wanted: NewUser,
  owner: { readonly agentId: string } | { readonly customerId: string },
): Promise<AddedUser> => {
  const { login, roles } = wanted;
  try {
    return { account: await changeAccount(server, 'POST', '/accounts', { ...owner, login, roles }), made: true };
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'account.exists') throw error;
    // A change of nothing: it answers what the account is, though no list may show it yet.
    const id = 'agentId' in owner ? owner.agentId : owner.customerId;
    return { account: sameAccount(wanted, await changeAccount(server, 'PATCH', `/accounts/${id}`, {})), made: false };
  }
};

/** Whoever has the login must be whom it is wanted for. What a customer is called is not asked: the e-mail address says who it is. */
const samePerson = ({ login, roles, name, email, person }: NewUser, known: Person): Person => {
  const same = (wanted: string | undefined, there = ''): boolean =>
    wanted === undefined || comparableName(wanted) === comparableName(there);
  if ((roles.includes(REQUESTER) || same(name, known.name)) && same(email, known.email) && same(person, known.id)) return known;
  throw new CannotGoOn(
    `the login ${login} is another person’s: ${known.name ?? 'somebody without a name'} (${known.email ?? 'without an e-mail address'}, ${known.id})`,
    EXIT.data,
  );
};

const sameAccount = ({ login, roles }: NewUser, account: Account): Account => {
  if (account.login !== comparableName(login))
    throw new CannotGoOn(
      `this person has an account already: docket user rename ${account.login} ${login} gives it the other login`,
      EXIT.data,
    );
  if (account.roles.length !== new Set(roles).size || !roles.every((role) => account.roles.includes(role)))
    throw new CannotGoOn(
      `${account.login} is there already, as ${account.roles.join(', ')}: docket user roles ${account.login} ${roles.join(' ')} changes that`,
      EXIT.data,
    );
  return account;
};
