import { fieldProblems, type Fields, type FieldType } from './fields.js';
import { parcels, parcelLogs } from './testing/parcels.js';
import { checkProjection } from './testing/projection-properties.js';
import fc from 'fast-check';

interface Note {
  readonly at?: string;
  readonly by: { readonly name: string };
  readonly lines?: readonly { readonly text: string }[];
}

const fields: Fields<Note> = {
  at: { type: 'date', meaning: 'When', example: '2024-05-20T09:30:00.000Z' },
  by: { type: 'object', meaning: 'Who', fields: { name: { type: 'string', meaning: 'The name', example: 'Ada' } } },
  lines: { type: 'objects', meaning: 'What', fields: { text: { type: 'string', meaning: 'A line', example: 'Hello' } } },
};

describe('what fields mean', () => {
  it('has nothing against a document that is as described; what is absent is no problem', () => {
    expect(fieldProblems(fields, { at: '2024-05-20T09:30:00.000Z', by: { name: 'Ada' }, lines: [{ text: 'a' }, {}] })).toEqual([]);
    expect(fieldProblems(fields, {})).toEqual([]);
    expect(fieldProblems(fields, { at: undefined })).toEqual([]);
  });

  it('finds what is not described, at whatever depth', () => {
    expect(fieldProblems(fields, { more: 1, by: { age: 7 }, lines: [{ text: 'a' }, { size: 3 }] })).toEqual([
      'more is not described',
      'by.age is not described',
      'lines.size is not described',
    ]);
  });

  it.each<[FieldType, readonly unknown[], readonly unknown[]]>([
    ['string', ['', 'a'], [1, null, {}]],
    ['date', ['2024-05-20T09:30:00.000Z'], ['2024-05-20', '2024-05-20T09:30:00Z', 1]],
    ['number', [0, 1.5], ['1', null]],
    ['boolean', [true, false], ['true', 0]],
    ['strings', [[], ['a']], ['a', [1], null]],
    ['any', [null, 1, 'a', {}], []],
    ['map', [{}, { a: 1 }], [[], null, 'a']],
    ['object', [{}], [[], null, 'a']],
    ['objects', [[], [{}]], [{}, ['a'], null]],
  ])('a field that holds a %s', (type, good, bad) => {
    const described = { it: { type, meaning: '', example: '' } };
    for (const it of good) expect(fieldProblems(described, { it })).toEqual([]);
    for (const it of bad) expect(fieldProblems(described, { it })).toEqual([`it is no ${type}`]);
  });

  it('fails the property of projections that every read model is tested by', async () => {
    const [log = []] = fc.sample(parcelLogs, { numRuns: 1, seed: 1 });
    const base = parcels();
    const secretive = { ...base, rows: { ...base.rows, fields: { ...base.rows.fields, grams: base.rows.fields.depot as never } } };
    await expect(checkProjection(secretive, log, 1)).rejects.toThrow(/^parcels\/.: grams is no string$/);
  });
});
