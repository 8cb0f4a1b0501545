import type Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { BroadcastChannel, Worker } from 'node:worker_threads';
import {
  build,
  checkpoint,
  position,
  putTickets,
  record,
  removeTickets,
  ticket,
  TICKETS,
  TICKETS_DEFINITION,
} from '../testing/contract/fixtures.js';
import { DocumentsUnavailable, TooLarge, UnknownBuild } from '../failures.js';
import { TERMS_MAX } from '../limits.js';
import { openDatabase } from './open-database.js';
import { SqliteDocumentReader } from './sqlite-document-reader.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';

/** The built library, which worker threads and other processes load. */
const BUILT = pathToFileURL(join(process.cwd(), 'dist/libs/document-store/src/index.js')).href;

describe('the document store on SQLite', () => {
  let folder: string;
  let file: string;
  let store: SqliteDocumentStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'docket-documents-'));
    file = join(folder, 'documents.db');
    store = await SqliteDocumentStore.open(file);
    await store.define(TICKETS, TICKETS_DEFINITION);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const looking = <Result>(look: (database: Database.Database) => Result): Result => {
    const database = openDatabase(file, 'reader');
    try {
      return look(database);
    } finally {
      database.close();
    }
  };
  const found = async (reader: SqliteDocumentReader, term: string): Promise<string[]> =>
    (await reader.find(TICKETS, { order: 'rank', all: [term], limit: 100 })).items.map(({ id }) => id);

  it('shows whoever is told of a commit what was committed, though the records were read in the same turn of the loop', async () => {
    const reader = await SqliteDocumentReader.open(file);
    // Another thread's connection: it commits by itself, and tells of it by the same channel.
    const others = openDatabase(file, 'writer');
    const channel = new BroadcastChannel(`docket documents ${realpathSync(file)}`);
    try {
      await store.compareAndSetProjection(0, record(1, build('b1')));
      await reader.readProjection('tickets');
      const advance = (at: number): void => {
        const { position, eventId, logId, recordedAt } = checkpoint(at);
        others
          .prepare('UPDATE build SET position = ?, event_id = ?, log_id = ?, recorded_at = ?')
          .run(position, eventId, logId, recordedAt);
        channel.postMessage(null);
      };
      const seen: (string | undefined)[] = [];
      await new Promise<void>((resolve, reject) => {
        let told = 0;
        const look = async (): Promise<void> => {
          told += 1;
          seen.push((await reader.readProjection('tickets'))?.builds['b1']?.checkpoint?.position);
          if (told === 20) resolve();
          else advance(told + 1);
        };
        reader.watch(() => void look().catch(reject));
        advance(1);
      });
      expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => position(index + 1)));
    } finally {
      channel.close();
      others.close();
      await reader.close();
    }
  });

  it('stays right when two connections write in turn', async () => {
    const other = await SqliteDocumentStore.open(file);
    for (let at = 1; at <= 20; at++) {
      const writer = at % 2 ? store : other;
      await putTickets(
        writer,
        ticket(`t${at}`, at, { terms: ['x', `only ${at}`], rank: at }),
        ticket('shared', at, { terms: [`was ${at}`] }),
      );
      if (at % 5 === 0) await removeTickets(writer, { id: `t${at - 1}`, at });
    }
    for (const reader of [store, other]) {
      expect(await reader.count(TICKETS, { order: 'rank', all: ['x'] })).toEqual({ count: 16, is: 'exact' });
      expect(await found(reader, 'only 7')).toEqual(['t7']);
      expect(await found(reader, 'only 4')).toEqual([]);
      expect(await found(reader, 'was 20')).toEqual(['shared']);
      expect(await found(reader, 'was 19')).toEqual([]);
    }
    await other.drop(TICKETS);
    await other.define(TICKETS, TICKETS_DEFINITION);
    await putTickets(store, ticket('new', 1, { terms: ['x'] }));
    expect(await found(other, 'x')).toEqual(['new']);
    await other.close();
  });

  it('forgets what a commit that failed had prepared', async () => {
    await putTickets(store, ticket('a', 1, { terms: ['x'] }));
    const tooMany = ticket('c', 2, { terms: Array.from({ length: TERMS_MAX + 1 }, (_, i) => `t${i}`) });
    await store.define('more@1', { name: 'more', orders: [] });
    const failed = store.commit({
      writes: [
        { collection: TICKETS, puts: [ticket('b', 2, { terms: ['x', 'y'] })], removals: [{ id: 'a', position: position(2) }] },
        { collection: 'more@1', puts: [tooMany], removals: [] },
      ],
    });
    await expect(failed).rejects.toThrow(TooLarge);
    expect(await found(store, 'x')).toEqual(['a']);
    await expect(
      store.commit({
        writes: [{ collection: TICKETS, puts: [ticket('b', 2, { terms: ['y'] })], removals: [] }],
        checkpoint: { projection: 'tickets', build: 'none', checkpoint: checkpoint(2) },
      }),
    ).rejects.toThrow(UnknownBuild);
    await putTickets(store, ticket('b', 2, { terms: ['x', 'y', 'z'] }));
    expect(await found(store, 'x')).toEqual(['a', 'b']);
    expect(await found(store, 'y')).toEqual(['b']);
    expect(await store.count(TICKETS, { order: 'rank' })).toEqual({ count: 2, is: 'exact' });
  });

  it('keeps no term that no document has, and no posting without its document', async () => {
    await putTickets(store, ticket('a', 1, { terms: ['x', 'y'] }), ticket('b', 1, { terms: ['y'] }));
    await putTickets(store, ticket('a', 2, { terms: ['y', 'z'] }));
    await removeTickets(store, { id: 'b', at: 2 });
    const [terms, postings, places] = looking((database) => [
      database.prepare('SELECT text, documents FROM term_1 ORDER BY text').raw().all(),
      database.prepare('SELECT count(*) FROM posting_1').pluck().get(),
      database.prepare('SELECT count(*) FROM place_1').pluck().get(),
    ]);
    expect(terms).toEqual([
      ['y', 1],
      ['z', 1],
    ]);
    expect([postings, places]).toEqual([2, 1]);
  });

  it('remembers more terms than it keeps in memory', async () => {
    const puts = Array.from({ length: 300 }, (_, i) =>
      ticket(`t${i}`, 1, { terms: Array.from({ length: 80 }, (_, j) => `term ${i * 80 + j}`) }),
    );
    await putTickets(store, ...puts);
    await putTickets(store, ticket('more', 2, { terms: ['term 5', 'term 23999', 'new'] }));
    expect(await found(store, 'term 5')).toEqual(['more', 't0']);
    expect(await found(store, 'term 23999')).toEqual(['more', 't299']);
  });

  it('says that it is unavailable while another connection writes for too long, and goes on after', async () => {
    const other = openDatabase(file, 'writer');
    (Reflect.get(store, 'database') as Database.Database).pragma('busy_timeout = 1');
    other.exec('BEGIN IMMEDIATE');
    await expect(putTickets(store, ticket('a', 1))).rejects.toThrow(DocumentsUnavailable);
    expect(await store.get(TICKETS, 'a')).toBeUndefined();
    other.exec('ROLLBACK');
    other.close();
    await putTickets(store, ticket('a', 1));
    expect(await store.get(TICKETS, 'a')).toBeDefined();
  });

  it('says that it is unavailable when the disk is full, leaves what was there, and goes on after', async () => {
    await putTickets(store, ticket('a', 1, { terms: ['x'] }));
    const database = Reflect.get(store, 'database') as Database.Database;
    const pages = database.pragma('page_count', { simple: true }) as number;
    database.pragma(`max_page_count = ${pages + 1}`);
    const big = ticket('b', 2, { terms: ['x'], body: { text: 'x'.repeat(100_000) } });
    await expect(putTickets(store, big)).rejects.toThrow(DocumentsUnavailable);
    expect(await found(store, 'x')).toEqual(['a']);
    database.pragma('max_page_count = 1000000');
    await putTickets(store, big);
    expect(await found(store, 'x')).toEqual(['a', 'b']);
  });

  it('tells a reader of another thread that something was committed', async () => {
    await store.compareAndSetProjection(0, record(1, build('b1')));
    const committing = `
      import(${JSON.stringify(BUILT)}).then(async ({ SqliteDocumentStore }) => {
        const { workerData } = require('node:worker_threads');
        const store = await SqliteDocumentStore.open(workerData.file);
        await store.commit({ writes: [], checkpoint: { projection: 'tickets', build: 'b1', checkpoint: workerData.checkpoint } });
        await store.close();
      });`;
    const reader = await SqliteDocumentReader.open(file);
    expect((await reader.readProjection('tickets'))?.builds['b1']?.checkpoint).toBeUndefined();
    const told = new Promise<void>((resolve) => reader.watch(resolve));
    const worker = new Worker(committing, { eval: true, workerData: { file, checkpoint: checkpoint(7) } });
    await told;
    expect((await reader.readProjection('tickets'))?.builds['b1']?.checkpoint).toEqual(checkpoint(7));
    await worker.terminate();
    await reader.close();
  });

  it('holds documents and the checkpoint that came with them when its process is killed', async () => {
    await store.compareAndSetProjection(0, record(1, build('b1')));
    await store.close();
    const committing = `
      const { SqliteDocumentStore } = await import(${JSON.stringify(BUILT)});
      const store = await SqliteDocumentStore.open(${JSON.stringify(file)});
      for (let at = 1; ; at++) {
        const position = String(at).padStart(20, '0');
        const put = (id) => ({ id, position, terms: ['x', 'at ' + at], orders: { rank: at, subject: '' }, body: { at } });
        await store.commit({
          writes: [{ collection: ${JSON.stringify(TICKETS)}, puts: [put('first'), put('t' + at)], removals: [] }],
          checkpoint: { projection: 'tickets', build: 'b1', checkpoint: { position, eventId: 'e', logId: 'log', recordedAt: '' } },
        });
        console.log(at);
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', committing], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 50) child.kill('SIGKILL');
    }
    await ended;
    store = await SqliteDocumentStore.open(file);
    const reached = (await store.readProjection('tickets'))?.builds['b1']?.checkpoint?.position ?? '';
    expect(Number(reached)).toBeGreaterThanOrEqual(acknowledged);
    expect(await store.get(TICKETS, 'first')).toMatchObject({ position: reached });
    expect(await store.count(TICKETS, { order: 'rank', all: ['x'] }, 20_000)).toEqual({ count: Number(reached) + 1, is: 'exact' });
    expect(await found(store, `at ${Number(reached)}`)).toEqual(['first', `t${Number(reached)}`]);
    expect((Reflect.get(store, 'database') as Database.Database).pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
