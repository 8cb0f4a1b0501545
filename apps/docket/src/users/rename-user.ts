import { comparableName } from '@docket/deciding';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { type Account, accountOf, changeAccount, findAccount, personOf } from './accounts.js';
import type { ServerConnection } from './server-connection.js';

/** Gives an account another login, and the agent whose it is, where the two were the same. Done again after it was broken off it goes on where it was. */
export const renameUser = async (server: ServerConnection, login: string, newLogin: string): Promise<Account> => {
  const account = await accountOf(server, login);
  const holder = await findAccount(server, newLogin);
  if (holder && holder.id !== account.id) throw new CannotGoOn(`the login ${newLogin} is another account’s`, EXIT.data);
  // The account last: by its login it is found again.
  if (account.ownerKind === 'agent') {
    const agent = await personOf(server, account);
    if (comparableName(agent.login ?? '') === account.login) await server.send('PATCH', `/agents/${agent.id}`, { login: newLogin });
  }
  return changeAccount(server, 'PATCH', `/accounts/${account.id}`, { login: newLogin });
};
