import { quoted } from './quoted.js';
import { RejectedRow, RejectedUntil } from './rejected-row.js';

/** The cells of one row, in the order of the header. */
export type Cells = readonly string[];

/** Reads one column of a row. */
export class Cell {
  constructor(
    readonly column: string,
    private readonly place: number,
    private readonly unknown: ReadonlySet<string>,
  ) {}

  /** What stands there, without blanks around it; undefined: nothing, or the sign for what is not known. */
  known(cells: Cells): string | undefined {
    const text = this.raw(cells);
    return text === '' || this.unknown.has(text) ? undefined : text;
  }

  raw(cells: Cells): string {
    return (cells[this.place] ?? '').trim();
  }

  /** Like `known`; a longer text rejects the row. */
  atMost(cells: Cells, max: number): string | undefined {
    const text = this.known(cells);
    if (text !== undefined && text.length > max) this.reject(`has ${text.length} characters; at most ${max} have a place`);
    return text;
  }

  /** `until`: from then on (milliseconds since 1970) the row can be taken. */
  reject(reason: string, until?: number): never {
    const message = `${this.column}: ${reason}`;
    throw until === undefined ? new RejectedRow(message) : new RejectedUntil(message, until);
  }
}

/** What a column's values mean: a value that is not in the table rejects the row, the unknown one aside. */
export const translate = <To>(cell: Cell, values: ReadonlyMap<string, To>, cells: Cells): To | undefined => {
  const raw = cell.raw(cells);
  const meaning = values.get(raw);
  if (meaning !== undefined) return meaning;
  return cell.known(cells) === undefined ? undefined : cell.reject(`${quoted(raw)} is not among the values of the mapping`);
};
