import type { CliCommand } from '../command.js';
import { connect, connected, type ConnectionOptions, jsonLine, type LookOptions, say, several } from './connected.js';

interface TokenOptions extends LookOptions {
  readonly name: string;
  readonly expires?: string;
  readonly role?: readonly string[];
}

export const tokenCommand: CliCommand = {
  name: 'token',
  describe: (command) => {
    connected(command)
      .description('Makes an access token for a user’s programs, and prints it, this once')
      .argument('<login>')
      .requiredOption('--name <name>', 'what it is for')
      .option('--expires <instant>', 'when it ends, such as 2030-01-01T00:00:00Z; without it, never')
      .option('--role <role>', 'what it may do, of what the user may; can be given several times; without it, all of it', several)
      .option('--json', 'print it with its id as one line of JSON')
      .action(tokenNow);
  },
};

const tokenNow = async (login: string, { name, expires, role: roles, json, ...options }: TokenOptions): Promise<void> => {
  const [server, { accountOf, seen }] = await Promise.all([connect(options), import('../../users/accounts.js')]);
  const { id: accountId } = await accountOf(server, login);
  const optional = { ...(expires === undefined ? {} : { expiresAt: expires }), ...(roles === undefined ? {} : { roles }) };
  const made = await server.send('POST', '/tokens', { accountId, name, ...optional });
  // First of all: it is nowhere else.
  if (json) jsonLine(made);
  else say(String(made['token']));
  await seen(server, '/tokens', String(made['position']));
};

export const tokensCommand: CliCommand = {
  name: 'tokens',
  describe: (command) => {
    connected(command)
      .description('Lists access tokens, by age, without the tokens themselves')
      .argument('[login]', 'whose; without it, all')
      .option('--json', 'print one line of JSON for each')
      .action(tokensNow);
  },
};

const tokensNow = async (login: string | undefined, { json, ...options }: LookOptions): Promise<void> => {
  const [server, { accountOf }, { table, TOKEN_HEADINGS, tokenRow }] = await Promise.all([
    connect(options),
    import('../../users/accounts.js'),
    import('../../users/show.js'),
  ]);
  const owner = login === undefined ? undefined : (await accountOf(server, login)).id;
  for await (const tokens of server.pages('/tokens', { owner }))
    if (json) tokens.forEach(jsonLine);
    else process.stdout.write(table(TOKEN_HEADINGS, tokens.map(tokenRow)));
};

export const revokeCommand: CliCommand = {
  name: 'revoke',
  describe: (command) => {
    connected(command)
      .description('Ends an access token: within a second it is refused everywhere')
      .argument('<id>', 'its id: docket user tokens shows it')
      .action(revokeNow);
  },
};

const revokeNow = async (id: string, options: ConnectionOptions): Promise<void> => {
  const [server, { seen }] = await Promise.all([connect(options), import('../../users/accounts.js')]);
  const token = await server.send('DELETE', `/tokens/${encodeURIComponent(id)}`);
  await seen(server, '/tokens', String(token['position']));
  say(`the token ${String(token['name'])} is revoked`);
};
