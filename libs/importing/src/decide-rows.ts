import type { HistoryRow } from '@docket/deciding';
import type { Actor } from '@docket/event-store';
import type { ConfigurationRevision } from '@docket/tickets';
import type { StatusCategory } from '@docket/workflow';
import { asOpened, changes, creation, type ChangeContext } from './domain/changes.js';
import { identityOf, ticketIdOf } from './domain/import-ids.js';
import { isoOf } from './domain/moment.js';
import type { PersonRef } from './domain/people-of-row.js';
import { RejectedRow, RejectedUntil } from './domain/rejected-row.js';
import type { RowReader } from './domain/row-reader.js';
import type { TicketSnapshot } from './domain/snapshot.js';
import type { LogRow } from './reading/change-log.js';
import type { CaseMemory, RejectedLine, WorkingMemory } from './working-memory.js';

/** What a row becomes in its ticket's history. */
export interface DecidedRow {
  readonly line: number;
  readonly history: HistoryRow;
}

/** The beginning of a ticket: when it was opened, and its fact as soon as there is a number. */
export interface DecidedCreation {
  readonly line: number;
  readonly openedAt: string;
  readonly commandId: string;
  history(number: string): HistoryRow;
}

/** What the rows of one case in a batch become. */
export interface DecidedCase {
  readonly name: string;
  readonly ticketId: string;
  creation?: DecidedCreation;
  readonly rows: DecidedRow[];
}

/** What a batch of rows becomes: nothing of it has been written yet. */
export interface Decided {
  readonly cases: readonly DecidedCase[];
  readonly people: readonly PersonRef[];
  readonly rejected: readonly RejectedLine[];
  /** To be remembered when all of it is written. */
  readonly memories: ReadonlyMap<string, CaseMemory>;
}

/** How tickets begin, and who decides about their status. */
export interface Beginning {
  readonly workflow: ConfigurationRevision;
  /** The first status of a ticket of that type. */
  status(type: string): { readonly status: string; readonly category: StatusCategory };
}

export interface DecidingParts {
  readonly source: string;
  readonly reader: RowReader;
  readonly beginning: Beginning;
  /** Asks for somebody of whom a log says nothing: a ticket always has a requester. */
  readonly unknownRequester: { readonly person: PersonRef; readonly id: string };
  readonly memory: Pick<WorkingMemory, 'caseOf'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A case whose last rows may not be in the working memory yet. */
interface PendingCase {
  readonly memory: CaseMemory;
  /** Of its last row. */
  readonly snapshot: TicketSnapshot | undefined;
}

/** Decides what rows become: each is compared with its case's row before it in the file, never with the ticket as it is now. */
export class RowsDecider {
  private readonly pending = new Map<string, PendingCase>();

  constructor(private readonly parts: DecidingParts) {}

  decide(rows: readonly LogRow[]): Decided {
    const batch = new Batch();
    for (const row of rows) this.decideRow(row, batch);
    return batch.done();
  }

  /** The working memory has them now. */
  remembered(memories: ReadonlyMap<string, CaseMemory>): void {
    for (const [name, memory] of memories) if (this.pending.get(name)?.memory === memory) this.pending.delete(name);
  }

  private decideRow(row: LogRow, batch: Batch): void {
    let name: string | undefined;
    try {
      const cells = cellsOf(row);
      name = this.parts.reader.caseOf(cells);
      const before = this.pending.get(name) ?? this.recalled(name);
      const counted = { ...before, memory: { ...before.memory, ordinal: before.memory.ordinal + 1 } };
      this.keep(name, counted, row, batch);
      this.keep(name, this.decideTaken(name, cells, counted, row.line, batch), row, batch);
    } catch (error) {
      if (!(error instanceof RejectedRow)) throw error;
      const until = error instanceof RejectedUntil ? { until: error.until } : {};
      batch.reject({ line: row.line, case: name, reason: error.message, ...until });
    }
  }

  private decideTaken(name: string, cells: readonly string[], before: PendingCase, line: number, batch: Batch): PendingCase {
    const { reader, source, clock } = this.parts;
    const { ordinal, last } = before.memory;
    const at = reader.timeOf(cells, last?.at, clock());
    const after = reader.snapshot(cells, at);
    const people = reader.people(cells);
    const actor = this.actorOf(cells);
    const requesterId = before.memory.requesterId ?? after.requesterId ?? this.parts.unknownRequester.id;
    const context = { requesterId, workflow: this.parts.beginning.workflow };
    const opening = last ? undefined : this.openingOf(name, cells, at, context, actor);
    const previous = opening?.snapshot ?? before.snapshot ?? reader.snapshot(last?.cells ?? [], last?.at ?? at);
    const occurredAt = isoOf(at);
    const facts = changes(previous, after, context);
    // Nothing is kept of a row before all of it is known to be good.
    const decided = batch.caseOf(name, source);
    if (opening) decided.creation = { ...opening.creation, line };
    if (facts.length > 0) {
      const { commandId, commandHash } = identityOf(source, name, ordinal, occurredAt);
      decided.rows.push({ line, history: { commandId, commandHash, occurredAt, actor, facts } });
    }
    batch.mention(people);
    if (requesterId === this.parts.unknownRequester.id) batch.mention([this.parts.unknownRequester.person]);
    return { memory: { ordinal, last: { at, cells }, requesterId }, snapshot: after };
  }

  private openingOf(
    name: string,
    cells: readonly string[],
    at: number,
    context: ChangeContext,
    actor: Actor,
  ): { snapshot: TicketSnapshot; creation: Omit<DecidedCreation, 'line'> } {
    const { reader, beginning, source } = this.parts;
    const opened = reader.openedAt(cells, at);
    const then = reader.snapshot(cells, opened);
    const { status, category } = beginning.status(then.type);
    const snapshot = asOpened(then, status, category);
    const occurredAt = isoOf(opened);
    const identity = identityOf(source, name, 0, occurredAt);
    const externalRef = { system: source, id: name };
    const history = (number: string): HistoryRow => ({
      ...identity,
      actor,
      facts: [creation(snapshot, { ...context, number, externalRef })],
    });
    return { snapshot, creation: { openedAt: occurredAt, commandId: identity.commandId, history } };
  }

  private actorOf(cells: readonly string[]): Actor {
    const onBehalfOf = this.parts.reader.changedBy(cells);
    return { kind: 'import', id: this.parts.source, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
  }

  private recalled(name: string): PendingCase {
    return { memory: this.parts.memory.caseOf(name) ?? { ordinal: 0 }, snapshot: undefined };
  }

  /** A line that may still be being written is not remembered: next time it is read again, and then it is whole. */
  private keep(name: string, pending: PendingCase, row: LogRow, batch: Batch): void {
    if (!row.complete) return;
    this.pending.set(name, pending);
    batch.remember(name, pending.memory);
  }
}

/** What the rows of a batch have become so far. */
class Batch {
  private readonly cases = new Map<string, DecidedCase>();
  private readonly memories = new Map<string, CaseMemory>();
  private readonly people: PersonRef[] = [];
  private readonly rejected: RejectedLine[] = [];

  caseOf(name: string, source: string): DecidedCase {
    const known = this.cases.get(name);
    if (known) return known;
    const fresh: DecidedCase = { name, ticketId: ticketIdOf(source, name), rows: [] };
    this.cases.set(name, fresh);
    return fresh;
  }

  mention(people: readonly PersonRef[]): void {
    this.people.push(...people);
  }

  reject(line: RejectedLine): void {
    this.rejected.push(line);
  }

  remember(name: string, memory: CaseMemory): void {
    this.memories.set(name, memory);
  }

  done(): Decided {
    return { cases: [...this.cases.values()], people: this.people, rejected: this.rejected, memories: this.memories };
  }
}

const cellsOf = ({ cells, problem }: LogRow): readonly string[] => {
  if (!cells) throw new RejectedRow(problem ?? 'can’t be read');
  const text = cells.join('');
  if (text.includes('\uFFFD')) throw new RejectedRow('is not UTF-8 text');
  if (text.includes('\0')) throw new RejectedRow('has a NUL in it');
  return cells;
};
