import { Cell } from './cells.js';
import { Columns } from './columns.js';
import type { ColumnName, DatedColumn } from './mapping.js';

/** A column whose value counts from a moment that others tell. */
export interface DatedCell {
  readonly cell: Cell;
  readonly since: readonly Cell[];
}

/** Finds the columns that a mapping names, and collects what is wrong instead of failing at the first one. */
export class Binding {
  /** A line each: the field of the mapping, and what is wrong with it. */
  readonly problems: string[] = [];
  private readonly columns: Columns;
  private readonly missing = new Set<ColumnName>();
  private readonly unknown: ReadonlySet<string>;

  constructor(header: readonly string[], unknown: readonly string[]) {
    this.columns = new Columns(header);
    this.unknown = new Set(unknown);
  }

  cell(field: string, column: ColumnName): Cell {
    const place = this.columns.find(column);
    if (place === undefined && !this.missing.has(column)) {
      this.missing.add(column);
      this.problems.push(`${field}: ${this.columns.missing(column)}`);
    }
    return new Cell(column, place ?? -1, this.unknown);
  }

  optional(field: string, column: ColumnName | undefined): Cell | undefined {
    return column === undefined ? undefined : this.cell(field, column);
  }

  cells(field: string, columns: readonly ColumnName[]): readonly Cell[] {
    return columns.map((column, index) => this.cell(`${field}[${index}]`, column));
  }

  dated(field: string, { column, since }: DatedColumn): DatedCell {
    return { cell: this.cell(`${field}.column`, column), since: this.cells(`${field}.since`, since) };
  }
}
