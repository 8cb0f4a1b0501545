import type { CliCommand } from '../command.js';
import { connect, connected, jsonLine, type LookOptions, say, several } from './connected.js';

interface AddOptions extends LookOptions {
  readonly login: string;
  readonly name?: string;
  readonly email?: string;
  readonly role: readonly string[];
  readonly person?: string;
}

export const addCommand: CliCommand = {
  name: 'add',
  describe: (command) => {
    connected(command)
      .description('Adds a user: the agent (with role requester: the customer) where there is none yet, and the account')
      .requiredOption('--login <login>', 'what the user signs in with')
      .requiredOption('--role <role>', 'what the user may do; can be given several times', several)
      .option('--name <name>', 'what the user is called')
      .option('--email <address>', 'the user’s e-mail address; a customer is known by it')
      .option('--person <id>', 'the id of an agent or a customer who is there already')
      .option('--json', 'print the account as one line of JSON')
      .addHelpText(
        'after',
        '\nDone again it adds nothing twice: so one that was broken off is completed. The new user has no password yet.',
      )
      .action(addNow);
  },
};

const addNow = async ({ json, tokenFile, role: roles, ...who }: AddOptions): Promise<void> => {
  const { addUser } = await import('../../users/add-user.js');
  const { account, made } = await addUser(await connect({ ...(tokenFile === undefined ? {} : { tokenFile }) }), { ...who, roles });
  if (json) return jsonLine(account);
  say(`${account.login} ${made ? 'was added' : 'was there already'}: ${account.roles.join(', ')}`);
  if (!account.hasPassword) say(`There is no password yet: docket user password ${account.login}`);
};
