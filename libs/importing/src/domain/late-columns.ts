import { keyOfColumn } from './custom-field-key.js';
import type { ColumnName, Mapping } from './mapping.js';
import { templateColumns } from './template.js';

/** A column that only a ticket's creation can take, and the custom field in which its later changes find a place. */
export interface LateColumn {
  readonly key: string;
  readonly column: ColumnName;
  /** Of the mapping. */
  readonly field: string;
}

/** All of them, but for those that are custom fields anyway. */
export const lateColumns = ({ case: caseColumn, ticket, customFields }: Mapping): readonly LateColumn[] => {
  const creation: readonly (readonly [string, ColumnName | undefined])[] = [
    ...templateColumns(ticket.subject).map((column) => ['ticket.subject', column] as const),
    ...templateColumns(ticket.description ?? '').map((column) => ['ticket.description', column] as const),
    ['ticket.channel', ticket.channel && 'column' in ticket.channel ? ticket.channel.column : undefined],
    ['ticket.requester', ticket.requester],
    ...Object.entries(ticket.affected).map(([part, column]) => [`ticket.affected.${part}`, column] as const),
  ];
  const taken = new Set([caseColumn, ...customFields.map(({ column }) => column)]);
  return creation.flatMap(([field, column]): LateColumn[] => {
    if (column === undefined || taken.has(column)) return [];
    taken.add(column);
    return [{ key: keyOfColumn(column), column, field }];
  });
};
