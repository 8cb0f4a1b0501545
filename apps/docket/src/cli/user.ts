import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp } from './command.js';
import { addCommand } from './user/add.js';
import { passwordCommand, renameCommand, resumeCommand, rolesCommand, suspendCommand } from './user/change.js';
import { listCommand, showCommand } from './user/look.js';
import { revokeCommand, tokenCommand, tokensCommand } from './user/tokens.js';

const CONNECTION = `
It works through a running server:
  DOCKET_URL     where it is (http://127.0.0.1:3000)
  DOCKET_TOKEN   an administrator's access token (else DOCKET_ADMIN_TOKEN, else it is asked for; or --token-file)
No token and no password is ever an argument: the list of processes would show it.`;

const exitCodes = [
  [EXIT.done, 'it is done'],
  [EXIT.usage, 'the command line is wrong'],
  [EXIT.data, 'the server refuses it, and says which field is wrong; or there is no such user'],
  [EXIT.unavailable, 'no server answers there, or it can’t do it now'],
  [EXIT.internal, 'something went wrong that nobody foresaw'],
  [EXIT.denied, 'the token is not known, or its owner may not do it'],
  [EXIT.setting, 'a setting is wrong'],
  [EXIT.stopped, 'it was stopped (Ctrl-C)'],
] as const;

const EXAMPLES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  add: [
    ['docket user add --login wang.lei --name "Wang Lei" --role agent --role supervisor', 'an agent'],
    ['docket user add --login a --name "Customer A" --email a@example.com --role requester', 'a customer'],
  ],
  list: [
    ['docket user list', 'as a table'],
    ['docket user list --json', 'for another program'],
  ],
  show: [['docket user show wang.lei', 'who it is, and what they may do']],
  roles: [['docket user roles wang.lei agent supervisor', 'these two, and no other']],
  rename: [['docket user rename wang.lei wang.l', 'another login']],
  suspend: [['docket user suspend wang.lei --reason "on leave"', 'until resumed']],
  resume: [['docket user resume wang.lei', 'in again']],
  password: [
    ['docket user password wang.lei', 'asks for it'],
    ['pass show docket/wang.lei | docket user password wang.lei', 'from another program'],
  ],
  token: [['docket user token wang.lei --name monitoring --expires 2030-01-01T00:00:00Z', 'prints the token']],
  tokens: [
    ['docket user tokens', 'all of them'],
    ['docket user tokens wang.lei', 'of one user'],
  ],
  revoke: [['docket user revoke 018f9c7e-0000-7000-8000-000000000001', 'the token of this id']],
};

const COMMANDS: readonly CliCommand[] = [
  addCommand,
  listCommand,
  showCommand,
  rolesCommand,
  renameCommand,
  suspendCommand,
  resumeCommand,
  passwordCommand,
  tokenCommand,
  tokensCommand,
  revokeCommand,
];

export const userCommand: CliCommand = {
  name: 'user',
  describe: (command) => {
    command.description('Adds users, says what they may do, gives them passwords and tokens: through a running server');
    for (const { name, describe } of COMMANDS) {
      const below = command.command(name).showHelpAfterError(`(docket user ${name} --help tells more)`);
      describe(below);
      below.addHelpText('after', closingHelp(EXAMPLES[name] ?? [], exitCodes));
    }
    command.addHelpText('after', CONNECTION).addHelpText('after', closingHelp(Object.values(EXAMPLES).flat(), exitCodes));
  },
};
