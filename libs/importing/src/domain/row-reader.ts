import type { StatusCategory } from '@docket/workflow/domain';
import { Binding } from './binding.js';
import type { Cell, Cells } from './cells.js';
import { AHEAD_MS_MAX, CASE_LENGTH_MAX } from './limits.js';
import type { Mapping } from './mapping.js';
import type { TimeReader } from './moment.js';
import { PeopleOfRow, type PersonId, type PersonRef } from './people-of-row.js';
import { RejectedRow } from './rejected-row.js';
import { SnapshotReader } from './snapshot-reader.js';
import type { TicketSnapshot } from './snapshot.js';

/** What the rows of a log are read by, beside the mapping. */
export interface RowReading {
  readonly time: TimeReader;
  readonly opened: TimeReader;
  /** undefined: the workflow has no such status. */
  readonly categoryOf: (status: string) => StatusCategory | undefined;
  readonly personId: PersonId;
}

/** The mapping names what is not there: columns of the log, statuses of the workflow. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** Reads the rows of a log by a mapping. Its methods throw RejectedRow for a row that can't be taken. */
export class RowReader {
  private readonly caseCell: Cell;
  private readonly timeCell: Cell;
  private readonly openedCell: Cell | undefined;
  private readonly peopleOfRow: PeopleOfRow;
  private readonly snapshots: SnapshotReader;

  /** Fails with DoesNotFit. */
  constructor(
    private readonly mapping: Mapping,
    private readonly header: readonly string[],
    private readonly reading: RowReading,
  ) {
    const binding = new Binding(header, mapping.unknown);
    this.caseCell = binding.cell('case', mapping.case);
    this.timeCell = binding.cell('time.column', mapping.time.column);
    this.openedCell = binding.optional('opened', mapping.opened?.column);
    binding.optional('changedBy', mapping.changedBy);
    this.peopleOfRow = new PeopleOfRow(mapping.people, binding, reading.personId);
    this.snapshots = new SnapshotReader(mapping, binding, this.peopleOfRow, reading);
    if (binding.problems.length > 0) throw new DoesNotFit(binding.problems);
  }

  /** The case that the row belongs to. */
  caseOf(cells: Cells): string {
    if (cells.length !== this.header.length) throw new RejectedRow(`has ${cells.length} columns, the header has ${this.header.length}`);
    return this.caseCell.atMost(cells, CASE_LENGTH_MAX) ?? this.caseCell.reject('is empty, so nobody knows which case it is');
  }

  /** When the change was made, never before its predecessor and never after `now`. */
  timeOf(cells: Cells, predecessor: number | undefined, now: number): number {
    const read = this.reading.time(this.timeCell.raw(cells));
    if ('problem' in read) return this.timeCell.reject(read.problem);
    const at = predecessor !== undefined && read.at < predecessor ? (read.later ?? read.at) : read.at;
    if (predecessor !== undefined && at < predecessor)
      return this.timeCell.reject(`${this.timeCell.raw(cells)} is older than its case's row before it`);
    if (at <= now) return at;
    return this.timeCell.reject(`${this.timeCell.raw(cells)} lies in the future`, at - now > AHEAD_MS_MAX ? undefined : at);
  }

  /** When the case was opened: as the row says, if that is known and not later than the row. */
  openedAt(cells: Cells, at: number): number {
    const text = this.openedCell?.known(cells);
    if (this.openedCell === undefined || text === undefined) return at;
    const read = this.reading.opened(text);
    if ('problem' in read) return this.openedCell.reject(read.problem);
    return Math.min(read.at, at);
  }

  /** All whom the row names. */
  people(cells: Cells): readonly PersonRef[] {
    return this.peopleOfRow.of(cells);
  }

  /** The agent who made the change; undefined: not known. */
  changedBy(cells: Cells): string | undefined {
    return this.peopleOfRow.id(this.mapping.changedBy, cells);
  }

  /** What the row says of the ticket, as it was known at that moment. */
  snapshot(cells: Cells, at: number): TicketSnapshot {
    return this.snapshots.read(cells, at);
  }
}

/** Fails with DoesNotFit where the mapping names columns that the log does not have. Asked before anything is opened, when nobody knows the workflow yet. */
export const assertColumns = (mapping: Mapping, header: readonly string[]): void => {
  const time: TimeReader = () => ({ problem: 'no time is read' });
  new RowReader(mapping, header, { time, opened: time, categoryOf: () => 'paused', personId: () => '' });
};
