import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { type AnyField, describedFields, fieldProblems, projectionsOf } from '@docket/projecting';
import type { Operation } from '@docket/gateway';
import { capabilities } from '../capabilities.js';
import { analystsPage } from './analysts-page.js';
import { madePages } from './made-pages.js';
import { withMadePart } from './made-part.js';
import { roleTables } from './role-table.js';

const collections = projectionsOf(capabilities, { timeZone: 'UTC' }).flatMap(({ rows, derived = [] }) => [rows, ...derived]);

/** A document made of the examples of its fields. */
const exampleOf = (fields: object): object => Object.fromEntries(describedFields(fields).map(([name, field]) => [name, exampleIn(field)]));

const exampleIn = ({ type, example, fields }: AnyField): unknown => {
  if (!fields) return example;
  return type === 'objects' ? [exampleOf(fields)] : exampleOf(fields);
};

test.each([...madePages()])('docs/%s is what the code says; `npm run docs` makes it anew', async (name, make) => {
  const present = await readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
  expect(present).toBe(make(present));
});

describe('a page that is made in part', () => {
  const page = (part: string) =>
    `Before.\n\n<!-- Made by \`npm run docs\` from the code; a test fails until it is made anew. -->\n\n${part}\n\n<!-- What follows is written by hand. -->\n\nBehind.\n`;

  test('keeps what is written by hand', () => {
    expect(withMadePart(page('old'), 'new')).toBe(page('new'));
  });

  test('must say where that part stands', () => {
    expect(() => withMadePart('All by hand.', 'new')).toThrow('the page has no part to be made');
  });
});

test('the table of roles says of each what it sees of an operation', () => {
  const operation = (name: string, admission: object) =>
    ({ name, tag: 'Tea', roles: [], kind: 'query', ...admission }) as unknown as Operation;
  const tables = roleTables([
    operation('brew', { roles: ['administrator', 'agent'] }),
    operation('taste', { roles: ['auditor'], analyst: () => undefined, requester: () => undefined }),
    operation('smell', { analyst: 'whole', requester: 'whole' }),
    operation('knock', { kind: 'action', open: true, tag: 'Door' }),
  ]);
  expect(tables.split('\n')).toEqual([
    '### Tea',
    '',
    '| operation | administrator | supervisor | agent | auditor | analyst              | requester |',
    '| --------- | ------------- | ---------- | ----- | ------- | -------------------- | --------- |',
    '| `brew`    | yes           | no         | yes   | no      | no                   | no        |',
    '| `taste`   | no            | no         | no    | yes     | without private text | own       |',
    '| `smell`   | no            | no         | no    | no      | yes                  | own       |',
    '',
    '### Door',
    '',
    '| operation                                | administrator | supervisor | agent | auditor | analyst | requester |',
    '| ---------------------------------------- | ------------- | ---------- | ----- | ------- | ------- | --------- |',
    '| `knock` (for everybody, without a token) | yes           | yes        | yes   | yes     | yes     | yes       |',
  ]);
});

describe('what analysts are told', () => {
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
