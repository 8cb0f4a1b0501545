import { BSON } from 'mongodb';
import { DOCUMENT_BYTES_MAX, ID_BYTES_MAX, ORDER_VALUE_BYTES_MAX, ORDERS_MAX, TERM_BYTES_MAX, TERMS_MAX } from '../limits.js';
import { FIELDS_BYTES_MAX, FIELDS_DEPTH_MAX, FIELDS_GROWTH_MAX, LEVELS_MAX, STORED_BYTES_MAX } from './limits.js';
import { putOf, type StoredPut } from './stored.js';

const storedOf = (body: object): StoredPut =>
  putOf({ id: 'a', position: '1', terms: [], orders: {}, body }, JSON.stringify(body), [], new Set());

const bytesOf = (body: object): number => BSON.calculateObjectSize(storedOf(body).fields ?? {});

/** How deep its arrays and objects lie in one another. */
const levelsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;

const deep = (levels: number, around: (inner: unknown) => object): object => {
  let body: unknown = 1;
  for (let level = 0; level < levels; level++) body = around(body);
  return body as object;
};

describe('a document as it lies in MongoDB', () => {
  test('has fields for analysts of as many bytes as they may have, and none with one more', () => {
    const body = (length: number) => ({ text: 'x'.repeat(length) });
    const most = FIELDS_BYTES_MAX - bytesOf(body(0));
    expect(bytesOf(body(most))).toBe(FIELDS_BYTES_MAX);
    expect(storedOf(body(most + 1))).not.toHaveProperty('fields');
  });

  test('stays below MongoDB’s limit where its fields are many times as big as its JSON', () => {
    const stored = storedOf({ digits: Array.from({ length: 1_900_000 }, () => 1) });
    expect(stored).not.toHaveProperty('fields');
    expect(BSON.calculateObjectSize(stored)).toBeLessThan(STORED_BYTES_MAX);
    const rest = ID_BYTES_MAX + TERMS_MAX * (TERM_BYTES_MAX + 12) + ORDERS_MAX * (ORDER_VALUE_BYTES_MAX * 3 + 256) + 1_024;
    expect(DOCUMENT_BYTES_MAX + FIELDS_BYTES_MAX + rest).toBeLessThan(STORED_BYTES_MAX);
  });

  test.each<[string, unknown]>([
    ['digits', 1],
    ['texts', ''],
    ['lists', []],
    ['names that no path holds', { '': 1 }],
  ])('has at most FIELDS_GROWTH_MAX times the bytes of its JSON as fields: %s', (_, item) => {
    const text = JSON.stringify({ a: Array.from({ length: 100_000 }, () => item) });
    expect(bytesOf(JSON.parse(text) as object)).toBeLessThan(text.length * FIELDS_GROWTH_MAX);
  });

  test('has fields as deep as MongoDB takes them, whatever their names; what lies deeper is a text', () => {
    const { fields } = storedOf(deep(FIELDS_DEPTH_MAX, (inner) => ({ a: inner })));
    expect(levelsOf(fields)).toBe(FIELDS_DEPTH_MAX);
    expect(JSON.stringify(fields)).toContain('{"a":1}');
    const deeper = storedOf(deep(FIELDS_DEPTH_MAX + 1, (inner) => ({ a: inner })));
    expect(levelsOf(deeper.fields)).toBe(FIELDS_DEPTH_MAX);
    expect(JSON.stringify(deeper.fields)).toContain(JSON.stringify({ a: '{"a":1}' }));
    expect(levelsOf(storedOf(deep(200, (inner) => ({ 'a.b': inner }))))).toBeLessThan(LEVELS_MAX);
  });
});
