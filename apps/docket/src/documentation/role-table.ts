import { ROLES, type Role } from '@docket/access';
import { isOpen, type Operation } from '@docket/gateway';
import { inColumns } from './columns.js';

/** What a role may do with an operation, in a word or two. Whoever is a requester sees what is the requester's own, by whichever way that is asked. */
const mayDo = (operation: Operation, role: Role): string => {
  const { roles, analyst, requester } = operation;
  if (isOpen(operation)) return 'yes';
  if (role === 'requester') return requester === undefined ? 'no' : 'own';
  if (role === 'analyst') return analyst === undefined ? 'no' : analyst === 'whole' ? 'yes' : 'without private text';
  return (roles as readonly Role[]).includes(role) ? 'yes' : 'no';
};

const rowOf = (operation: Operation): readonly string[] => [
  `\`${operation.name}\`${isOpen(operation) ? ' (for everybody, without a token)' : ''}`,
  ...ROLES.map((role) => mayDo(operation, role)),
];

/** Which role may do what: a table for each group of operations, as they are listed. */
export const roleTables = (operations: readonly Operation[]): string =>
  [...new Set(operations.map(({ tag }) => tag))]
    .map((tag) => `### ${tag}\n\n${inColumns([['operation', ...ROLES], ...operations.filter((one) => one.tag === tag).map(rowOf)])}`)
    .join('\n\n');
