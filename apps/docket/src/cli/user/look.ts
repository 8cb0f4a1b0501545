import type { CliCommand } from '../command.js';
import { connect, connected, jsonLine, type LookOptions } from './connected.js';

export const listCommand: CliCommand = {
  name: 'list',
  describe: (command) => {
    connected(command).description('Lists the users, by login').option('--json', 'print one line of JSON for each').action(listNow);
  },
};

const listNow = async ({ json, ...options }: LookOptions): Promise<void> => {
  const [server, { table, ACCOUNT_HEADINGS, accountRow }] = await Promise.all([connect(options), import('../../users/show.js')]);
  for await (const accounts of server.pages('/accounts'))
    if (json) accounts.forEach(jsonLine);
    else process.stdout.write(table(ACCOUNT_HEADINGS, (accounts as Parameters<typeof accountRow>[0][]).map(accountRow)));
};

export const showCommand: CliCommand = {
  name: 'show',
  describe: (command) => {
    connected(command)
      .description('Shows a user')
      .argument('<login>')
      .option('--json', 'print {account, person} as one line of JSON')
      .action(showNow);
  },
};

const showNow = async (login: string, { json, ...options }: LookOptions): Promise<void> => {
  const [server, { accountOf, personOf }, { accountSheet }] = await Promise.all([
    connect(options),
    import('../../users/accounts.js'),
    import('../../users/show.js'),
  ]);
  const account = await accountOf(server, login);
  const person = await personOf(server, account);
  if (json) jsonLine({ account, person });
  else process.stdout.write(accountSheet(account, person));
};
