import type Database from 'better-sqlite3';
import type { EncodedEvent } from '../checks.js';
import { canonicalEvent } from '../digest.js';
import { ANY_REPEAT_EVENTS } from '../limits.js';
import { ANY, NONE, UNAVAILABLE, UNKNOWN, WRONG_REVISION, type AnswerWire, type AppendRequest } from './append-wire.js';
import { RecentIds } from './recent-ids.js';
import { RecentlyUsed } from './recently-used.js';
import { codeOf, reasonOf } from './sqlite-error.js';
import { StoredEvents } from './stored-events.js';

/** Where a stream ends: its number, the revision and the ordinal of its last event. */
interface StreamEnd {
  readonly id: number;
  revision: number;
  ordinal: number;
}

/** One append's places in the wire. */
type Answer = readonly [code: number, detail: number];

/** Streams whose ends are remembered, at least. */
const KNOWN_ENDS = 20_000;

/** The one that writes a log: appends are judged one after another, each seeing those before it, and committed as a group. What an append
 *  may not do is found before anything of it is written, so a refused one leaves its neighbours alone. */
export class LogWriter {
  readonly #events: StoredEvents;
  readonly #ends = new RecentlyUsed<StreamEnd>(KNOWN_ENDS);
  readonly #recent = new RecentIds();
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #insertStream: Database.Statement<[string]>;
  readonly #insertEvent: Database.Statement<[number, number, number, string, string]>;
  /** The ordinal of the last event written, committed or not. */
  #head: number;
  #answers: AnswerWire = [];
  #characters = 0;
  /** Why the group that is being written can't be. */
  #failure: string | undefined;

  constructor(private readonly db: Database.Database) {
    this.#events = new StoredEvents(db);
    // The position is given inside the transaction that holds the write lock: what is committed later is read later.
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insertStream = db.prepare<[string]>('INSERT INTO streams (name) VALUES (?)');
    this.#insertEvent = db.prepare<[number, number, number, string, string]>(
      'INSERT INTO events (position, stream, revision, bytes, digest) VALUES (?, ?, ?, ?, ?)',
    );
    this.#head = this.#events.head();
  }

  /** Characters of the events in the group. */
  get characters(): number {
    return this.#characters;
  }

  /** Adds an append to the group; nothing of it can be read by others before `commit`. */
  take(request: AppendRequest): void {
    if (this.#failure === undefined) {
      try {
        if (!this.db.inTransaction) this.#begin.run();
        this.#answers.push(...this.#judge(request));
        return;
      } catch (error) {
        this.#failure = unwritten(error);
        this.#undo();
      }
    }
    this.#answers.push(UNAVAILABLE, '');
  }

  /** Commits the group. Gives an answer for each append, and the log's head where there are new events. */
  commit(): { readonly answers: AnswerWire; readonly head: number | undefined } {
    const before = this.#answers;
    const wrote = this.#characters > 0;
    let answers = before;
    if (this.#failure !== undefined) answers = allOf(before, UNAVAILABLE, this.#failure);
    else if (this.db.inTransaction) answers = this.#commitGroup(before);
    this.#answers = [];
    this.#characters = 0;
    this.#failure = undefined;
    return { answers, head: wrote && answers === before ? this.#head : undefined };
  }

  #commitGroup(answers: AnswerWire): AnswerWire {
    try {
      this.#commit.run();
      return answers;
    } catch (error) {
      this.#undo();
      // The commit's frame is the last that is written: a full disk has kept it out. Any other error may have come after it, and then a
      // crash from now on would find the commit in the file.
      return codeOf(error) === 'SQLITE_FULL'
        ? allOf(answers, UNAVAILABLE, unwritten(error))
        : allOf(answers, UNKNOWN, `a commit of the event log failed: ${reasonOf(error)}`);
    }
  }

  /** Back to what is committed, also in memory. */
  #undo(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.#events.forget();
    this.#ends.clear();
    this.#recent.clear();
    this.#head = this.#events.head();
  }

  #judge({ stream, expected, events }: AppendRequest): Answer {
    const end = this.#endOf(stream);
    const actual = end?.revision ?? NONE;
    const ordinal = end?.ordinal ?? 0;
    if (end && events.length > 0) {
      const repeated = expected === ANY ? this.#repeatedAnywhere(stream, end, events) : this.#repeatedBehind(expected, end, events);
      if (repeated) return repeated === 'partly' ? [WRONG_REVISION, actual] : repeated;
    }
    if (expected !== ANY && expected !== actual) return [WRONG_REVISION, actual];
    return events.length === 0 ? [actual, ordinal] : this.#write(stream, end ?? this.#create(stream), events);
  }

  #write(stream: string, end: StreamEnd, events: readonly EncodedEvent[]): Answer {
    for (const event of events) {
      end.revision++;
      end.ordinal = ++this.#head;
      const { bytes, digest } = canonicalEvent(event, end.revision);
      this.#insertEvent.run(end.ordinal, end.id, end.revision, bytes, digest);
      this.#recent.add(stream, event.id, end.revision);
      this.#characters += bytes.length;
    }
    return [end.revision, end.ordinal];
  }

  #create(stream: string): StreamEnd {
    const end = { id: Number(this.#insertStream.run(stream).lastInsertRowid), revision: NONE, ordinal: 0 };
    this.#ends.set(stream, end);
    return end;
  }

  #endOf(stream: string): StreamEnd | undefined {
    const known = this.#ends.get(stream);
    if (known) return known;
    const id = this.#events.streamId(stream);
    const last = id === undefined ? undefined : this.#events.backward(id, Number.MAX_SAFE_INTEGER, 1)[0];
    if (id === undefined || !last) return undefined;
    const end = { id, revision: revisionOf(last[1]), ordinal: last[0] };
    this.#ends.set(stream, end);
    return end;
  }

  /** The same ids stand in a row behind the expected revision: the append was written before, and its acknowledgement was lost. */
  #repeatedBehind(expected: number, end: StreamEnd, events: readonly EncodedEvent[]): Answer | undefined {
    const revision = expected + events.length;
    if (revision > end.revision) return undefined;
    const rows = this.#events.forward(end.id, expected + 1, events.length);
    if (!rows.every(([, bytes], index) => idOf(bytes) === events[index]?.id)) return undefined;
    return [revision, -(rows.at(-1)?.[0] ?? 0)];
  }

  /** The same ids stand somewhere among the stream's last events; `partly`: the first does, but another does not. */
  #repeatedAnywhere(stream: string, end: StreamEnd, events: readonly EncodedEvent[]): Answer | 'partly' | undefined {
    const recent = this.#recent.of(stream, () => this.#lastIds(end));
    let revision = NONE;
    for (const { id } of events) {
      const found = recent.get(id);
      if (found === undefined) return revision === NONE ? undefined : 'partly';
      revision = found;
    }
    return [revision, -(this.#events.forward(end.id, revision, 1)[0]?.[0] ?? 0)];
  }

  #lastIds(end: StreamEnd): { readonly ids: readonly string[]; readonly firstRevision: number } {
    const firstRevision = Math.max(0, end.revision + 1 - ANY_REPEAT_EVENTS);
    return { ids: this.#events.forward(end.id, firstRevision, ANY_REPEAT_EVENTS).map(([, bytes]) => idOf(bytes)), firstRevision };
  }
}

const idOf = (bytes: string): string => (JSON.parse(bytes) as { readonly id: string }).id;

const revisionOf = (bytes: string): number => (JSON.parse(bytes) as { readonly revision: number }).revision;

/** The same answer for each append of the group. */
const allOf = (answers: AnswerWire, code: number, detail: string): AnswerWire =>
  answers.map((_, index) => (index % 2 === 0 ? code : detail));

/** Why nothing of the group was written. */
const unwritten = (error: unknown): string => `the event log could not be written: ${reasonOf(error)}`;
