import type { Executor, Identities } from '@docket/deciding';
import { commandHashOf, isRefusal } from '@docket/deciding';
import type { Actor } from '@docket/event-store';
import { numberSeries, ticketDecider } from '@docket/tickets';
import { DEFAULT_WORKFLOW, categoryOf, initialStatus, workflowFold } from '@docket/workflow';
import type { WorkflowState } from '@docket/workflow';
import { RowsDecider, type Decided, type DecidedCase } from './decide-rows.js';
import { IN_FLIGHT_MAX } from './domain/limits.js';
import type { Mapping } from './domain/mapping.js';
import type { PersonRef } from './domain/people-of-row.js';
import { RowReader } from './domain/row-reader.js';
import { PeopleImport } from './people-import.js';
import type { ChangeLog, LogPlace, LogRow } from './reading/change-log.js';
import { fingerprint } from './reading/fingerprint.js';
import { timeReader } from './reading/times.js';
import { sideBySide } from './side-by-side.js';
import { NOTHING, sumOf, type ImportCounts, type RecordedTicket, type RejectedLine, type WorkingMemory } from './working-memory.js';

/** What is imported, into what, and who is told. */
export interface ImportTask {
  readonly mapping: Mapping;
  readonly log: ChangeLog;
  readonly memory: WorkingMemory;
  readonly executor: Executor;
  readonly identities: Identities;
  /** IANA name of the zone in which the days of tickets' numbers are counted. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Ends the import early: what has been read is recorded and remembered, and the next import of the file goes on behind it. */
  readonly signal: AbortSignal;
  /** Told whenever more has been recorded: bytes of the file, and what this import has done. */
  onProgress(offset: number, counts: ImportCounts): void;
  onRejected(line: RejectedLine): void;
}

export interface ImportEnd {
  /** What this import has done. */
  readonly counts: ImportCounts;
  /** Where it began: `start` of the file, `on` behind what was imported before, `anew` because the file does not begin as the one before did,
   *  `remapped`, from the start too, because it was read by another mapping before, `again`, likewise, because rows that lay in the future do no more, or `restored`,
   *  because the event log does not hold any more what was imported. */
  readonly began: 'start' | 'on' | 'anew' | 'remapped' | 'again' | 'restored';
  /** Rows of the file that were imported before. */
  readonly rowsBefore: number;
  /** False: it was ended early. */
  readonly complete: boolean;
}

/** Imports a change log: its rows become history of tickets, and whom they name becomes agents, teams and customers. Running it again adds nothing; with a longer
 *  file it adds what is new. Fails with DoesNotFit, NoLog, PersonRefused, and as the executor does. */
export const importLog = async (task: ImportTask): Promise<ImportEnd> => new LogImport(task, await workflowOf(task)).run();

const workflowOf = async ({ executor, identities }: ImportTask): Promise<WorkflowState> => {
  const loaded = await executor.load(workflowFold, identities.shipped(DEFAULT_WORKFLOW));
  if (!loaded) throw new Error('the workflow that ships is not there');
  return loaded.state;
};

/** Requests what nobody is known to have requested. */
const NOBODY: PersonRef = { kind: 'customer', externalId: '(unknown)', name: 'Unknown' };

class LogImport {
  private readonly actor: Actor;
  private readonly people: PeopleImport;
  private readonly decider: RowsDecider;
  private readonly mappingHash: string;
  /** Of this import. */
  private counts: ImportCounts = NOTHING;
  /** Of all imports of the file. */
  private total: ImportCounts = NOTHING;
  /** Both as in the progress. */
  private until: number | undefined;
  private last: RecordedTicket | undefined;

  constructor(
    private readonly task: ImportTask,
    workflow: WorkflowState,
  ) {
    const { mapping, log, memory, executor, identities, clock } = task;
    this.mappingHash = commandHashOf(mapping);
    this.actor = { kind: 'import', id: mapping.source };
    this.people = new PeopleImport(executor, identities, memory, this.actor);
    this.decider = new RowsDecider({
      source: mapping.source,
      reader: new RowReader(mapping, log.header, {
        time: timeReader(mapping.time),
        opened: timeReader(mapping.opened ?? mapping.time),
        categoryOf: (status) => categoryOf(workflow, status),
        personId: (person) => this.people.idOf(person),
      }),
      beginning: {
        workflow: { id: workflow.id, revision: workflow.revision },
        status: (type) => beginningOf(workflow, type),
      },
      unknownRequester: { person: NOBODY, id: this.people.idOf(NOBODY) },
      memory,
      clock,
    });
  }

  async run(): Promise<ImportEnd> {
    const { log, signal } = this.task;
    const { began, place } = await this.beginning();
    const rowsBefore = this.total.rows;
    let writing: Promise<void> = Promise.resolve();
    let complete = true;
    for await (const rows of log.rows(place)) {
      if (signal.aborted) {
        complete = false;
        break;
      }
      // Rows are decided while those before them are on their way to the disk.
      const decided = this.decider.decide(rows);
      await writing;
      writing = this.write(decided, rows);
      // It is awaited a little later; until then a failure would be nobody's.
      writing.catch(() => undefined);
    }
    await writing;
    return { counts: this.counts, began, rowsBefore, complete };
  }

  private async beginning(): Promise<{ began: ImportEnd['began']; place: LogPlace }> {
    const { memory, log, clock } = this.task;
    const progress = memory.progress();
    if (!progress) return { began: 'start', place: log.start };
    const { place } = progress;
    if (!(await this.isInLog(progress.last))) {
      memory.forgetAll();
      return { began: 'restored', place: log.start };
    }
    const isSameFile = place.offset <= log.size && (await fingerprint(log.file, place.offset)) === progress.fingerprint;
    // A mended mapping may take what the one before rejected: what is recorded already is recognised by its ids.
    const isSameMapping = progress.mapping === this.mappingHash;
    const isDue = progress.until !== undefined && progress.until <= clock();
    if (isSameFile && isSameMapping && !isDue) {
      this.total = progress;
      this.until = progress.until;
      this.last = progress.last;
      return { began: 'on', place };
    }
    memory.startOver();
    return { began: !isSameFile ? 'anew' : !isSameMapping ? 'remapped' : 'again', place: log.start };
  }

  /** A log that was restored from an older copy lacks what was recorded last before anything else. */
  private async isInLog(last: RecordedTicket | undefined): Promise<boolean> {
    if (!last) return true;
    const there = await this.task.executor.load(ticketDecider, last.id);
    return there !== undefined && (there.revision > last.revision || there.position === last.position);
  }

  private async write(decided: Decided, rows: readonly LogRow[]): Promise<void> {
    const people = await this.people.ensure(decided.people);
    const counts = { ...NOTHING, rows: rows.length };
    // Of a row that begins a ticket, the opening and the rest may be refused both: it is one row.
    const byLine = new Map(decided.rejected.map((line) => [line.line, line]));
    await sideBySide(decided.cases, IN_FLIGHT_MAX, async (one) => {
      const recorded = await this.record(one);
      counts.tickets += recorded.tickets;
      counts.events += recorded.events;
      for (const line of recorded.rejected) if (!byLine.has(line.line)) byLine.set(line.line, line);
    });
    const rejected = [...byLine.values()].sort((one, other) => one.line - other.line);
    counts.rejected = rejected.length;
    await this.remember(decided, rows, people, counts, rejected);
    for (const line of rejected) this.task.onRejected(line);
  }

  private async record({
    name,
    ticketId,
    creation,
    rows,
  }: DecidedCase): Promise<{ tickets: number; events: number; rejected: RejectedLine[] }> {
    const { executor } = this.task;
    const isNew = creation !== undefined && !(await executor.load(ticketDecider, ticketId));
    const beginning = isNew ? [{ line: creation.line, history: creation.history(await this.number(creation)) }] : [];
    const all = [...beginning, ...rows];
    const { ends, loaded } = await executor.recordHistory(
      ticketDecider,
      ticketId,
      all.map(({ history }) => history),
    );
    if (loaded && loaded.position > (this.last?.position ?? ''))
      this.last = { id: ticketId, revision: loaded.revision, position: loaded.position };
    let events = 0;
    const rejected: RejectedLine[] = [];
    for (const [index, { line, history }] of all.entries()) {
      const end = ends[index];
      if (isRefusal(end)) rejected.push({ line, case: name, reason: end.message });
      else if (end === 'recorded') events += history.facts.length;
    }
    return { tickets: isNew && ends[0] === 'recorded' ? 1 : 0, events, rejected };
  }

  private number({ openedAt, commandId }: NonNullable<DecidedCase['creation']>): Promise<string> {
    const { executor, timeZone } = this.task;
    const series = numberSeries({ occurredAt: openedAt }, { now: openedAt, timeZone });
    return executor.takeNumber(series, { actor: this.actor, via: 'import', commandId });
  }

  /** Everything that the rows have become is in the event log: now it may be remembered that they are done. */
  private async remember(
    decided: Decided,
    rows: readonly LogRow[],
    people: readonly string[],
    counts: ImportCounts,
    rejected: readonly RejectedLine[],
  ): Promise<void> {
    const { log, memory } = this.task;
    const done = rows.filter(({ complete }) => complete);
    const place = done.at(-1)?.end;
    this.counts = sumOf(this.counts, counts);
    if (place) {
      const incomplete = new Set(rows.filter(({ complete }) => !complete).map(({ line }) => line));
      const kept = rejected.filter(({ line }) => !incomplete.has(line));
      this.total = sumOf(this.total, { ...counts, rows: done.length, rejected: kept.length });
      for (const { until } of kept) if (until !== undefined) this.until = Math.min(until, this.until ?? until);
      const until = this.until === undefined ? {} : { until: this.until };
      const sample = await fingerprint(log.file, place.offset);
      const last = this.last === undefined ? {} : { last: this.last };
      const progress = { ...this.total, place, fingerprint: sample, mapping: this.mappingHash, ...until, ...last };
      memory.remember({ progress, cases: decided.memories, people, rejected: kept });
      this.decider.remembered(decided.memories);
    }
    this.task.onProgress(rows.at(-1)?.end.offset ?? 0, this.counts);
  }
}

const beginningOf = (workflow: WorkflowState, type: string) => {
  const status = initialStatus(workflow, type);
  const category = categoryOf(workflow, status);
  if (category === undefined) throw new Error(`the workflow begins with ${status}, which it does not have`);
  return { status, category };
};
