import type { Account } from '../../users/accounts.js';
import type { CliCommand } from '../command.js';
import { connect, connected, type ConnectionOptions, say } from './connected.js';

/** Changes the account of a login by one call. */
const changed = async (
  login: string,
  options: ConnectionOptions,
  method: 'POST' | 'PATCH' | 'PUT',
  below: string,
  body: () => object | Promise<object>,
): Promise<Account> => {
  const [server, { accountOf, changeAccount }] = await Promise.all([connect(options), import('../../users/accounts.js')]);
  const { id } = await accountOf(server, login);
  return changeAccount(server, method, `/accounts/${id}${below}`, await body());
};

export const rolesCommand: CliCommand = {
  name: 'roles',
  describe: (command) => {
    connected(command)
      .description('Says what a user may do; it holds at once, for sessions and tokens too')
      .argument('<login>')
      .argument('<role...>', 'all roles from now on')
      .action(async (login: string, roles: string[], options: ConnectionOptions) => {
        const account = await changed(login, options, 'PATCH', '', () => ({ roles }));
        say(`${account.login}: ${account.roles.join(', ')}`);
      });
  },
};

export const renameCommand: CliCommand = {
  name: 'rename',
  describe: (command) => {
    connected(command)
      .description('Gives a user another login')
      .argument('<login>')
      .argument('<new-login>')
      .action(async (login: string, newLogin: string, options: ConnectionOptions) => {
        const [server, { renameUser }] = await Promise.all([connect(options), import('../../users/rename-user.js')]);
        const account = await renameUser(server, login, newLogin);
        say(`${login} is ${account.login} from now on`);
      });
  },
};

export const suspendCommand: CliCommand = {
  name: 'suspend',
  describe: (command) => {
    connected(command)
      .description('Keeps a user out: sessions end, tokens are refused')
      .argument('<login>')
      .option('--reason <text>', 'why; it is recorded')
      .action(async (login: string, { reason, ...options }: ConnectionOptions & { readonly reason?: string }) => {
        const account = await changed(login, options, 'POST', '/suspend', () => (reason === undefined ? {} : { reason }));
        say(`${account.login} is suspended`);
      });
  },
};

export const resumeCommand: CliCommand = {
  name: 'resume',
  describe: (command) => {
    connected(command)
      .description('Lets a suspended user in again')
      .argument('<login>')
      .action(async (login: string, options: ConnectionOptions) => {
        const account = await changed(login, options, 'POST', '/resume', () => ({}));
        say(`${account.login} may come in again`);
      });
  },
};

export const passwordCommand: CliCommand = {
  name: 'password',
  describe: (command) => {
    connected(command)
      .description('Gives a user a password: asked for twice on a terminal, else the one line of standard input')
      .argument('<login>')
      .action(async (login: string, options: ConnectionOptions) => {
        const { readPassword } = await import('../../users/read-password.js');
        const account = await changed(login, options, 'PUT', '/password', async () => ({ password: await readPassword(login, process) }));
        say(`${account.login} has a new password; sessions that were open have ended`);
      });
  },
};
