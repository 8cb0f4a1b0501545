import type Database from 'better-sqlite3';
import { collectionOf, type Find } from '../document-store.js';
import { position } from '../testing/contract/fixtures.js';
import { Catalogue } from './catalogue.js';
import type { Collection } from './collection.js';
import { CollectionWriter } from './collection-writer.js';
import { count } from './count.js';
import { find, type Effort } from './find.js';
import { openDatabase } from './open-database.js';
import { createCollection } from './schema.js';

/** Every statement that a query runs is explained by SQLite: which index it goes by, and what it sorts. */
describe('query plans', () => {
  const DOCUMENTS = 400;
  let database: Database.Database;
  let collection: Collection;
  let prepared: string[];

  beforeAll(() => {
    database = openDatabase(':memory:', 'writer');
    const definition = { name: 'tickets', orders: ['created', 'updated'] };
    const name = collectionOf('tickets', '1');
    database.prepare('INSERT INTO collection VALUES (1, ?, ?, 0)').run(name, JSON.stringify(definition));
    database.exec(createCollection(1, definition));
    collection = new Catalogue(database).collection(name);
    const puts = Array.from({ length: DOCUMENTS }, (_, i) => ({
      id: `t${i}`,
      position: position(1),
      terms: ['all', ...(i % 2 ? ['odd'] : []), ...(i % 100 ? [] : ['rare']), ...(i % 90 ? [] : ['scarce']), `group${i % 3}`],
      orders: { created: i, updated: DOCUMENTS - i },
      body: {},
    }));
    new CollectionWriter(database, collection).write({ collection: name, puts, removals: [] });
    const prepare = database.prepare.bind(database);
    prepared = [];
    database.prepare = (sql: string) => {
      prepared.push(sql);
      return prepare(sql);
    };
  });
  afterAll(() => database.close());

  const plan = (run: () => unknown): string => {
    prepared.length = 0;
    run();
    const steps = [...prepared].flatMap((sql) =>
      database
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(new Array(sql.split('?').length - 1).fill(0))
        .map((step) => step.detail),
    );
    expect(steps.filter((step) => /^SCAN (document|place|posting|term)_\d+$/.test(step))).toEqual([]);
    return steps.join('\n');
  };

  const walking: Effort = { trialMax: 10_000, examinedMax: 30_000 };
  const gathering: Effort = { trialMax: 0, examinedMax: 20_000 };
  const query: Find = { order: 'updated', limit: 10 };

  it('walks the index of the order that is asked for, and sorts nothing', () => {
    const steps = plan(() => find(collection, query));
    expect(steps).toContain('SCAN place_1 USING COVERING INDEX place_1_by_1');
    expect(steps).toContain('SEARCH document USING INTEGER PRIMARY KEY (rowid=?)');
    expect(steps).not.toContain('TEMP B-TREE');
    expect(plan(() => find(collection, { ...query, order: 'created', direction: 'descending' }))).toContain(
      'SCAN place_1 USING COVERING INDEX place_1_by_0',
    );
  });

  it('walks only the range, from the place where the page before ended', () => {
    const range = { from: 10, to: 300 };
    expect(plan(() => find(collection, { ...query, range }))).toContain('INDEX place_1_by_1 (value_1>? AND value_1<?)');
    expect(plan(() => find(collection, { ...query, range, after: { value: 20, id: 't' } }))).toContain(
      'INDEX place_1_by_1 ((value_1,id)>(?,?) AND value_1<?)',
    );
    expect(plan(() => find(collection, { ...query, range, after: { value: 20, id: 't' }, direction: 'descending' }))).toContain(
      'INDEX place_1_by_1 (value_1>? AND (value_1,id)<(?,?))',
    );
  });

  it('checks the terms of what it walks by postings of term and document, and sorts nothing', () => {
    const steps = plan(() => find(collection, { ...query, all: ['odd', 'all'], any: [['group1', 'group2']], none: ['rare'] }, walking));
    expect(steps).toContain('COVERING INDEX place_1_by_1');
    expect(steps.match(/SEARCH posting_1 .*PRIMARY KEY \(term=\? AND key=\?\)/g)).toHaveLength(4);
    expect(steps).not.toContain('TEMP B-TREE');
  });

  it('gathers by the rarest term, looks places up by key, and sorts what it has gathered', () => {
    const steps = plan(() => find(collection, { ...query, all: ['odd', 'scarce'], range: { from: 3 } }, gathering));
    expect(steps).toContain('SEARCH posting_1 USING PRIMARY KEY (term=?)');
    expect(steps).toContain('SEARCH place USING INTEGER PRIMARY KEY (rowid=?)');
    expect(steps.match(/TEMP B-TREE/g)).toHaveLength(1);
  });

  it('gathers by a group, each document once', () => {
    const steps = plan(() => find(collection, { ...query, all: ['all'], any: [['rare', 'scarce']] }, gathering));
    expect(steps).toContain('SEARCH posting_1 USING PRIMARY KEY (term=?)\nUSE TEMP B-TREE FOR DISTINCT');
    expect(steps).toContain('SEARCH place USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('finds where a partial page ended by the same index', () => {
    const steps = plan(() => find(collection, { ...query, none: ['all'] }, { trialMax: 0, examinedMax: 50 }));
    expect(steps.match(/COVERING INDEX place_1_by_1/g)).toHaveLength(2);
    expect(steps).not.toContain('TEMP B-TREE');
  });

  it('counts by postings, or by the order in a range', () => {
    const { limit: _, ...filter } = query;
    const gathered = plan(() => count(collection, { ...filter, all: ['rare', 'odd'] }, 10));
    expect(gathered).toContain('SEARCH posting_1 USING PRIMARY KEY (term=?)');
    expect(gathered).not.toContain('place_1');
    const walked = plan(() => count(collection, { ...filter, range: { from: 5 } }, 10));
    expect(walked).toContain('SEARCH place_1 USING COVERING INDEX place_1_by_1 (value_1>?)');
    expect(walked + gathered).not.toContain('TEMP B-TREE');
    expect(plan(() => count(collection, { ...filter, all: ['odd'] }, 10))).toBe('');
    expect(plan(() => count(collection, filter, 10))).not.toContain('place_1');
  });

  it('finds documents by their ids, one or many', () => {
    const many = plan(() => collection.getMany(['t1', 't2', 't3', 't4', 't5']));
    expect(many).toContain('SEARCH document USING INDEX sqlite_autoindex_document_1_1 (id=?)');
    expect(plan(() => new Catalogue(database).collection('tickets@1').get('t1'))).toContain(
      'SEARCH document_1 USING INDEX sqlite_autoindex_document_1_1 (id=?)',
    );
  });
});
