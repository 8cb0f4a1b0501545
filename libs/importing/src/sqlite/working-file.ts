import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { CaseMemory, ImportProgress, MemoryChanges, RejectedLine, WorkingMemory } from '../working-memory.js';

/** Of the tables below. A file of another version is thrown away: what it remembers can be found out again. */
const VERSION = 1;

const SCHEMA = `
  CREATE TABLE log (id TEXT NOT NULL);
  CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL);
  CREATE TABLE cases (name TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, at INTEGER, cells TEXT, requester TEXT) WITHOUT ROWID;
  CREATE TABLE people (key TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE rejected (line INTEGER PRIMARY KEY, name TEXT, reason TEXT NOT NULL);
`;

interface CaseRow {
  readonly ordinal: number;
  readonly at: number | null;
  readonly cells: string | null;
  readonly requester: string | null;
}

/** The working memory of one source's import, in a file of its own. */
export class WorkingFile implements WorkingMemory {
  private readonly selectCase;
  private readonly upsertCase;
  private readonly selectPerson;
  private readonly insertPerson;
  private readonly insertRejected;
  private readonly upsertProgress;
  private readonly write;

  /** Opens the file, or makes it. One that belongs to another event log, or was made by another version, begins anew. */
  static open(file: string, logId: string): WorkingFile {
    mkdirSync(dirname(file), { recursive: true });
    const known = openChecked(file, logId);
    if (known) return new WorkingFile(known);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    const database = openDatabase(file);
    database.exec(SCHEMA);
    database.prepare('INSERT INTO log VALUES (?)').run(logId);
    database.pragma(`user_version = ${VERSION}`);
    return new WorkingFile(database);
  }

  private constructor(private readonly database: Database.Database) {
    this.selectCase = database.prepare<[string], CaseRow>('SELECT ordinal, at, cells, requester FROM cases WHERE name = ?');
    this.upsertCase = database.prepare<[string, number, number | null, string | null, string | null]>(
      'INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?)',
    );
    this.selectPerson = database.prepare<[string], number>('SELECT 1 FROM people WHERE key = ?').pluck();
    this.insertPerson = database.prepare<[string]>('INSERT OR IGNORE INTO people VALUES (?)');
    this.insertRejected = database.prepare<[number, string | null, string]>('INSERT OR REPLACE INTO rejected VALUES (?, ?, ?)');
    this.upsertProgress = database.prepare<[string]>('INSERT OR REPLACE INTO progress VALUES (1, ?)');
    this.write = database.transaction((changes: MemoryChanges) => this.writeAll(changes));
  }

  progress(): ImportProgress | undefined {
    const body = this.database.prepare<[], string>('SELECT body FROM progress').pluck().get();
    return body === undefined ? undefined : (JSON.parse(body) as ImportProgress);
  }

  caseOf(name: string): CaseMemory | undefined {
    const row = this.selectCase.get(name);
    if (!row) return undefined;
    return {
      ordinal: row.ordinal,
      ...(row.at === null || row.cells === null ? {} : { last: { at: row.at, cells: JSON.parse(row.cells) as string[] } }),
      ...(row.requester === null ? {} : { requesterId: row.requester }),
    };
  }

  knowsPerson(key: string): boolean {
    return this.selectPerson.get(key) !== undefined;
  }

  remember(changes: MemoryChanges): void {
    this.write(changes);
  }

  *rejected(): IterableIterator<RejectedLine> {
    const rows = this.database.prepare<[], { line: number; name: string | null; reason: string }>(
      'SELECT line, name, reason FROM rejected ORDER BY line',
    );
    for (const { line, name, reason } of rows.iterate()) yield { line, case: name ?? undefined, reason };
  }

  startOver(): void {
    this.database.exec('BEGIN; DELETE FROM progress; DELETE FROM cases; DELETE FROM rejected; COMMIT');
  }

  forgetAll(): void {
    this.database.exec('BEGIN; DELETE FROM progress; DELETE FROM cases; DELETE FROM rejected; DELETE FROM people; COMMIT');
  }

  close(): void {
    this.database.close();
  }

  private writeAll({ progress, cases, people, rejected }: MemoryChanges): void {
    for (const [name, { ordinal, last, requesterId }] of cases) {
      this.upsertCase.run(name, ordinal, last?.at ?? null, last ? JSON.stringify(last.cells) : null, requesterId ?? null);
    }
    for (const key of people) this.insertPerson.run(key);
    for (const { line, case: name, reason } of rejected) this.insertRejected.run(line, name ?? null, reason);
    this.upsertProgress.run(JSON.stringify(progress));
  }
}

const openDatabase = (file: string): Database.Database => {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    // A power cut may take the last commits away: what they remembered is found out again.
    database.pragma('synchronous = NORMAL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** undefined: not there, or not usable as it is. */
const openChecked = (file: string, logId: string): Database.Database | undefined => {
  let database: Database.Database | undefined;
  try {
    database = openDatabase(file);
    if (database.pragma('user_version', { simple: true }) === VERSION && idIn(database) === logId) return database;
  } catch (error) {
    if (!UNUSABLE.has((error as { code?: string }).code ?? '')) throw error;
  }
  database?.close();
  return undefined;
};

const UNUSABLE = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

const idIn = (database: Database.Database): string | undefined => database.prepare<[], string>('SELECT id FROM log').pluck().get();
