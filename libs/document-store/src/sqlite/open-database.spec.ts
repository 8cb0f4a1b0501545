import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotOpenDocuments } from '../failures.js';
import { SCHEMA_VERSION } from './schema.js';
import { SqliteDocumentReader } from './sqlite-document-reader.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';

describe('opening a document file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-open-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const newFile = (): string => join(folder, `${files++}.db`);

  const refused = async (file: string, line: RegExp): Promise<void> => {
    for (const opener of [SqliteDocumentStore, SqliteDocumentReader]) {
      const failure = await opener.open(file).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(CannotOpenDocuments);
      expect((failure as Error).message).toMatch(line);
      expect((failure as Error).message).not.toContain('\n');
    }
  };

  it('creates a file where there is none, whoever comes first, and takes an empty one', async () => {
    const first = newFile();
    const reader = await SqliteDocumentReader.open(first);
    const store = await SqliteDocumentStore.open(first);
    expect(await reader.readProjection('tickets')).toBeUndefined();
    await reader.close();
    await store.close();
    const empty = newFile();
    writeFileSync(empty, '');
    await (await SqliteDocumentStore.open(empty)).close();
  });

  it('finds again what was written before', async () => {
    const file = newFile();
    const store = await SqliteDocumentStore.open(file);
    await store.define('c@1', { name: 'c', orders: ['at'] });
    await store.commit({
      writes: [{ collection: 'c@1', puts: [{ id: 'a', position: '1', terms: ['x'], orders: { at: 1 }, body: {} }], removals: [] }],
    });
    await store.close();
    const again = await SqliteDocumentStore.open(file);
    expect((await again.find('c@1', { order: 'at', all: ['x'], limit: 1 })).items).toHaveLength(1);
    await again.commit({
      writes: [{ collection: 'c@1', puts: [{ id: 'b', position: '2', terms: ['x', 'y'], orders: { at: 0 }, body: {} }], removals: [] }],
    });
    const found = await again.find('c@1', { order: 'at', all: ['x'], limit: 5 });
    expect(found.items.map(({ id }) => id)).toEqual(['b', 'a']);
    await again.close();
  });

  it('refuses a file of a newer version', async () => {
    const file = newFile();
    await (await SqliteDocumentStore.open(file)).close();
    const database = new Database(file);
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    await refused(file, /was written by a newer Docket/);
  });

  it('refuses a database of somebody else, and leaves it as it is', async () => {
    const file = newFile();
    const database = new Database(file);
    database.exec('CREATE TABLE other (x)');
    await refused(file, /is not a document file of Docket/);
    database.pragma('application_id = 7');
    await refused(file, /is not a document file of Docket/);
    expect(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(1);
    database.close();
  });

  it('refuses a file that is damaged, and says that nothing is lost with it', async () => {
    const file = newFile();
    await (await SqliteDocumentStore.open(file)).close();
    const bytes = readFileSync(file);
    // Behind the header, in the table of what the file holds.
    bytes.fill(0xff, 100, 1_000);
    writeFileSync(file, bytes);
    await refused(file, /it is damaged: move it away, and the next start makes it again from the event log$/);
  });

  it('refuses what is no database, and a place where none can be', async () => {
    const text = newFile();
    writeFileSync(
      text,
      'This is a text of more than a hundred bytes, so that nobody takes it for the beginning of a database. '.repeat(20),
    );
    await refused(text, /it is not a document file of Docket: move it away, and the next start makes it again from the event log$/);
    await refused(join(folder, 'absent', 'documents.db'), /cannot open .*documents\.db/);
    const directory = newFile();
    mkdirSync(directory);
    await refused(directory, /cannot open/);
  });
});
