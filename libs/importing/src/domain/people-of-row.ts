import type { Binding } from './binding.js';
import type { Cell, Cells } from './cells.js';
import { PERSON_VALUE_LENGTH_MAX } from './limits.js';
import type { ColumnName, PeopleMapping, PersonKind } from './mapping.js';

/** A person or team as a column names it. */
export interface PersonRef {
  readonly kind: PersonKind;
  /** Tells people apart that have the same value in different columns: the value with what stands before it. */
  readonly externalId: string;
  /** The name that it gets. */
  readonly name: string;
}

/** The id of a person or team: the same for the same source, kind and external id. */
export type PersonId = (person: PersonRef) => string;

/** The columns of a log that name people. */
export class PeopleOfRow {
  private readonly entries: readonly { readonly cell: Cell; readonly mapping: PeopleMapping }[];
  private readonly byColumn: ReadonlyMap<ColumnName, (typeof this.entries)[number]>;

  constructor(
    people: readonly PeopleMapping[],
    binding: Binding,
    private readonly personId: PersonId,
  ) {
    this.entries = people.flatMap((mapping, index) =>
      binding.cells(`people[${index}].columns`, mapping.columns).map((cell) => ({ cell, mapping })),
    );
    this.byColumn = new Map(this.entries.map((entry) => [entry.cell.column, entry]));
  }

  /** All whom a row names. */
  of(cells: Cells): readonly PersonRef[] {
    return this.entries.flatMap((entry) => refOf(entry, cells) ?? []);
  }

  /** The id of whom this column names; undefined: nobody who is known. */
  id(column: ColumnName | undefined, cells: Cells): string | undefined {
    const entry = column === undefined ? undefined : this.byColumn.get(column);
    const person = entry && refOf(entry, cells);
    return person && this.personId(person);
  }
}

const refOf = ({ cell, mapping: { kind, space, name } }: { cell: Cell; mapping: PeopleMapping }, cells: Cells): PersonRef | undefined => {
  const value = cell.atMost(cells, PERSON_VALUE_LENGTH_MAX - (space === undefined ? 0 : space.length + 1));
  if (value === undefined) return undefined;
  return { kind, externalId: space === undefined ? value : `${space}:${value}`, name: name.replace('{value}', () => value) };
};
