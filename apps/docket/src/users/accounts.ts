import { CannotGoOn, EXIT } from '../exit-codes.js';
import { type Body, Refused, type ServerConnection } from './server-connection.js';

/** An account as the server shows it. */
export interface Account extends Body {
  readonly id: string;
  readonly ownerKind: 'agent' | 'requester';
  readonly login: string;
  readonly roles: readonly string[];
  readonly suspended: boolean;
  readonly hasPassword: boolean;
  readonly position: string;
}

/** Whose account it is. */
export interface Person extends Body {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly login?: string;
}

export const findAccount = async (server: ServerConnection, login: string): Promise<Account | undefined> => {
  const { items } = await server.get('/accounts', { login, limit: '1' });
  return (items as readonly Account[])[0];
};

/** Throws CannotGoOn where nobody has the login. */
export const accountOf = async (server: ServerConnection, login: string): Promise<Account> => {
  const account = await findAccount(server, login);
  if (!account) throw new CannotGoOn(`there is no account with the login ${login}: docket user list shows them`, EXIT.data);
  return account;
};

export const personOf = (server: ServerConnection, { ownerKind, id }: Account): Promise<Person> =>
  server.get(`/${ownerKind === 'agent' ? 'agents' : 'customers'}/${id}`) as Promise<Person>;

/** Changes an account, and waits until whoever looks it up sees it so: the next command finds it by its login. */
export const changeAccount = async (
  server: ServerConnection,
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  body: object,
): Promise<Account> => {
  const account = (await server.send(method, path, body)) as Account;
  await seen(server, `/accounts/${account.id}`, account.position);
  return account;
};

/** Waits until a query sees what was written. It is done all the same where the read models need longer than the server waits for them. */
export const seen = async (server: ServerConnection, path: string, position: string): Promise<void> => {
  try {
    await server.get(path, { after: position });
  } catch (error) {
    if (!(error instanceof Refused) || error.exitCode !== EXIT.unavailable) throw error;
  }
};
