import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExecutor, createIdentities, isRefusal } from '@docket/deciding';
import type { AnyDecider, Executor } from '@docket/deciding';
import type { RecordedEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import { people } from '@docket/people';
import { eventTypesOf } from '@docket/projecting';
import { ticketDecider, tickets } from '@docket/tickets';
import type { Ticket } from '@docket/tickets';
import { workflow } from '@docket/workflow';
import { ticketIdOf } from '../domain/import-ids.js';
import { importLog, type ImportEnd } from '../import-log.js';
import { mappingOf } from '../mapping/read-mapping.js';
import { ChangeLog } from '../reading/change-log.js';
import { WorkingFile } from '../sqlite/working-file.js';
import type { RejectedLine, WorkingMemory } from '../working-memory.js';

const LOG_ID = '018f9c7e-0000-7000-8000-000000000001';

/** Columns of the logs that tests write. */
export const HEADER = 'id,at,opened,state,prio,who,group,caller,by,sla,note';

export const MAPPING = {
  source: 'desk',
  unknown: ['?'],
  case: 'id',
  time: { column: 'at', format: 'yyyy-MM-dd HH:mm', zone: 'UTC' },
  opened: 'opened',
  changedBy: 'by',
  ticket: {
    requester: 'caller',
    status: {
      column: 'state',
      values: {
        New: 'new',
        Active: 'open',
        Waiting: { status: 'pending', waitingOn: 'requester' },
        Resolved: 'resolved',
        Closed: 'closed',
      },
    },
    priority: { column: 'prio', values: { '1': 'P1', '2': 'P2', '3': 'P3' } },
    assignee: { agent: 'who', team: 'group' },
  },
  customFields: [{ column: 'sla', as: 'boolean' }],
  people: [
    { kind: 'agent', columns: ['who', 'by'], name: 'Agent {value}' },
    { kind: 'team', columns: ['group'], name: 'Team {value}' },
    { kind: 'customer', columns: ['caller'] },
  ],
};

/** One row; what is left out is not known. */
export const row = (
  id: string,
  at: string,
  fields: Partial<Record<'opened' | 'state' | 'prio' | 'who' | 'group' | 'caller' | 'by' | 'sla' | 'note', string>>,
): string =>
  [id, at, fields.opened, fields.state ?? 'New', fields.prio, fields.who, fields.group, fields.caller, fields.by, fields.sla, fields.note]
    .map((cell) => cell ?? '?')
    .join(',');

export interface ImportOptions {
  readonly mapping?: object;
  readonly signal?: AbortSignal;
  onProgress?(): void;
  /** Stands before the working file: for faults. */
  wrap?(memory: WorkingMemory): WorkingMemory;
}

/** A log in memory with the default workflow, and a folder for files. */
export class Desk {
  readonly store = new MemoryEventStore();
  readonly identities = createIdentities('a secret for tests only', LOG_ID);
  readonly executor: Executor;
  readonly folder = mkdtempSync(join(tmpdir(), 'desk-'));
  readonly file = join(this.folder, 'log.csv');
  readonly rejected: RejectedLine[] = [];
  now = Date.parse('2025-01-01T00:00:00Z');
  private workingFiles = 0;

  private constructor(private readonly timeZone: string) {
    const { store, identities } = this;
    const eventTypes = eventTypesOf([people, workflow, tickets]);
    this.executor = createExecutor({ store, clock: () => this.now, identities, eventTypes, timeZone });
  }

  static async open(timeZone = 'UTC'): Promise<Desk> {
    const desk = new Desk(timeZone);
    for (const { name, decider, command } of workflow.shipped ?? []) await desk.execute(decider, command, desk.identities.shipped(name));
    return desk;
  }

  /** As somebody who works here. */
  async execute(decider: AnyDecider, command: object, target?: string): Promise<void> {
    const actor = { kind: 'agent', id: LOG_ID } as const;
    const end = await this.executor.execute(decider, command, { actor, via: 'rest', ...(target === undefined ? {} : { target }) });
    if (isRefusal(end)) throw new Error(end.message);
  }

  write(...rows: readonly string[]): this {
    writeFileSync(this.file, [HEADER, ...rows, ''].join('\n'));
    return this;
  }

  append(...rows: readonly string[]): this {
    appendFileSync(this.file, rows.map((line) => `${line}\n`).join(''));
    return this;
  }

  /** The working file is not to be found again. */
  loseWorkingFile(): this {
    this.workingFiles += 1;
    return this;
  }

  get workingFile(): string {
    return join(this.folder, `working-${this.workingFiles}.sqlite`);
  }

  async import(options: ImportOptions = {}): Promise<ImportEnd> {
    const mapping = mappingOf(options.mapping ?? MAPPING);
    const working = WorkingFile.open(this.workingFile, LOG_ID);
    try {
      return await importLog({
        mapping,
        log: await ChangeLog.open(this.file, mapping.delimiter),
        memory: options.wrap?.(working) ?? working,
        executor: this.executor,
        identities: this.identities,
        timeZone: this.timeZone,
        clock: () => this.now,
        signal: options.signal ?? new AbortController().signal,
        onProgress: () => options.onProgress?.(),
        onRejected: (line) => this.rejected.push(line),
      });
    } finally {
      working.close();
    }
  }

  ticketId(caseName: string, source = 'desk'): string {
    return ticketIdOf(source, caseName);
  }

  async ticket(caseName: string): Promise<Ticket> {
    const loaded = await this.executor.load(ticketDecider, this.ticketId(caseName));
    if (!loaded) throw new Error(`there is no ticket of case ${caseName}`);
    return loaded.state;
  }

  history(caseName: string): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(`ticket-${this.ticketId(caseName)}`);
  }

  /** All events of the log but for numbers and claims of names, by stream: what an import comes to, whatever happened on the way. */
  async streams(): Promise<Record<string, readonly object[]>> {
    const streams: Record<string, object[]> = {};
    for (let page = await this.store.readAll(); page.length > 0; page = await this.store.readAll({ after: page.at(-1)?.position ?? '' })) {
      for (const { stream, revision, type, data, metadata } of page) {
        if (/^(ticketNumber|claim)-/.test(stream)) continue;
        const { number: _number, ...rest } = data as { number?: string };
        // People's commands have fresh ids: what makes them once is their own id.
        const commandId = stream.startsWith('ticket-') ? { commandId: metadata.commandId } : {};
        (streams[stream] ??= []).push({ revision, type, data: rest, occurredAt: metadata.occurredAt, actor: metadata.actor, ...commandId });
      }
    }
    return streams;
  }
}
