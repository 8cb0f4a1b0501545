import type { Account, Person } from './accounts.js';
import type { Body } from './server-connection.js';

/** What a terminal would obey is not sent to it. */
const shown = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');

/** Rows below their headings, in columns. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = [headings, ...rows].map((row) => row.map(shown));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};

export const stateOf = ({ suspended, hasPassword }: Account): string =>
  suspended ? 'suspended' : hasPassword ? 'active' : 'without a password';

export const ACCOUNT_HEADINGS = ['LOGIN', 'ROLES', 'STATE', 'ID'];

export const accountRow = (account: Account): readonly string[] => [account.login, account.roles.join(', '), stateOf(account), account.id];

export const TOKEN_HEADINGS = ['ID', 'NAME', 'ROLES', 'EXPIRES', 'STATE', 'OWNER'];

export const tokenRow = (token: Body): readonly string[] => {
  const { id, name, roles, expiresAt, revoked, accountId, agentId } = token as Readonly<Record<string, string>> & {
    readonly roles: readonly string[];
    readonly revoked: boolean;
  };
  const over = expiresAt !== undefined && Date.parse(expiresAt) <= Date.now();
  return [
    id ?? '',
    name ?? '',
    roles.join(', '),
    expiresAt ?? 'never',
    revoked ? 'revoked' : over ? 'expired' : 'active',
    accountId ?? agentId ?? '',
  ];
};

/** One account and its owner, a line a fact. */
export const accountSheet = (account: Account, person: Person): string =>
  table(
    ['LOGIN', account.login],
    [
      ['NAME', person.name ?? ''],
      ['E-MAIL', person.email ?? ''],
      ['ROLES', account.roles.join(', ')],
      ['STATE', stateOf(account)],
      [account.ownerKind === 'agent' ? 'AGENT' : 'CUSTOMER', account.id],
    ],
  );
