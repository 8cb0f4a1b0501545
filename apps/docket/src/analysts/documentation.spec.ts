import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { type AnyField, describedFields, fieldProblems, type Projection } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import { madePages } from './documentation.js';
import { analystsPage } from './page.js';

const collections = capabilities
  .flatMap((capability): readonly Projection[] => capability.projections?.({ timeZone: 'UTC' }) ?? [])
  .flatMap(({ rows, derived = [] }) => [rows, ...derived]);

/** A document made of the examples of its fields. */
const exampleOf = (fields: object): object => Object.fromEntries(describedFields(fields).map(([name, field]) => [name, exampleIn(field)]));

const exampleIn = ({ type, example, fields }: AnyField): unknown => {
  if (!fields) return example;
  return type === 'objects' ? [exampleOf(fields)] : exampleOf(fields);
};

describe('what analysts are told', () => {
  test.each([...madePages()])('docs/%s is what the code says; `npm run docs` makes it anew', async (name, text) => {
    expect(await readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')).toBe(text);
  });

  test.each(collections.map(({ name, fields }) => ({ name, fields })))(
    'the examples of $name are of the types that they stand for',
    ({ fields }) => {
      expect(describedFields(fields)).not.toEqual([]);
      expect(fieldProblems(fields, exampleOf(fields))).toEqual([]);
    },
  );

  it('is a table of all fields, those inside others with a dot', () => {
    const page = analystsPage([
      {
        name: 'notes',
        version: '1',
        rows: {
          name: 'notes',
          meaning: 'A note.',
          orders: {},
          fields: {
            at: { type: 'date', meaning: 'When', example: '2024-05-20T09:30:00.000Z' },
            by: { type: 'object', meaning: 'Who', fields: { name: { type: 'string', meaning: 'Ada | Bo', example: 'Ada' } } },
            more: { type: 'map', meaning: 'Else', example: { site: 'HCM' } },
          },
        },
        events: [],
        key: () => undefined,
        fold: () => undefined,
      },
    ]);
    expect(page.slice(page.indexOf('## notes'))).toBe(
      [
        '## notes',
        '',
        'A note.',
        '',
        '| Field     | Type               | Meaning   | Example                               |',
        '| --------- | ------------------ | --------- | ------------------------------------- |',
        "| `at`      | date               | When      | `ISODate('2024-05-20T09:30:00.000Z')` |",
        '| `by`      | object             | Who       |                                       |',
        '| `by.name` | string             | Ada \\| Bo | `"Ada"`                               |',
        '| `more`    | list of `{ k, v }` | Else      | `[{"k":"site","v":"HCM"}]`            |',
        '',
      ].join('\n'),
    );
  });
});
