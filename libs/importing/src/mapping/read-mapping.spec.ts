import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAPPING_BYTES_MAX, SOURCE_LENGTH_MAX } from '../domain/limits.js';
import { InvalidMapping, mappingOf, readMapping } from './read-mapping.js';

const least = {
  source: 'desk',
  case: 'id',
  time: { column: 'at', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' },
  ticket: { status: { column: 'state', values: { New: 'new', Done: { status: 'closed' } } } },
};

const linesOf = (json: unknown): readonly string[] => {
  try {
    mappingOf(json);
    return [];
  } catch (error) {
    if (error instanceof InvalidMapping) return error.lines;
    throw error;
  }
};

describe('a mapping', () => {
  test('in its short forms is written out', () => {
    const mapping = mappingOf({
      ...least,
      opened: 'opened',
      customFields: ['Cost Centre', { column: 'sla', as: 'boolean', since: 'closed' }],
    });
    expect(mapping).toMatchObject({
      delimiter: ',',
      unknown: [],
      opened: { column: 'opened', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' },
      ticket: { subject: 'desk {id}', status: { values: { New: { status: 'new' }, Done: { status: 'closed' } } } },
      customFields: [
        { key: 'Cost_Centre', column: 'Cost Centre', as: 'text', since: [] },
        { key: 'sla', column: 'sla', as: 'boolean', since: ['closed'] },
      ],
      people: [],
    });
  });

  test('may read the opening time in another format', () => {
    const { opened } = mappingOf({ ...least, opened: { column: 'opened', format: 'd.M.yyyy' } });
    expect(opened).toEqual({ column: 'opened', format: 'd.M.yyyy', zone: 'Europe/Berlin' });
  });

  test.each<[string, object, readonly string[]]>([
    ['source', { source: undefined }, ['source: is missing']],
    ['source', { source: 'My Desk' }, ['source: must be a word of lower-case letters, digits, dots, hyphens and underscores (at most 40)']],
    ['an unknown field', { statuses: {} }, [expect.stringMatching(/^statuses: is unknown: here must be an object with source, /)]],
    ['time', { time: { column: 'at', zone: 'UTC' } }, ['time.format: is missing']],
    [
      'time.zone',
      { time: { ...least.time, zone: 'Mars/Olympus' } },
      ['time.zone: Mars/Olympus is not the name of a time zone (as Europe/Berlin or UTC)'],
    ],
    ['time.format', { time: { ...least.time, format: 'HH:mm' } }, ['time.format: HH:mm does not tell a day']],
    ['time.format', { time: { ...least.time, format: 'W' } }, [expect.stringMatching(/^time\.format: /)]],
    ['delimiter', { delimiter: '::' }, ['delimiter: must be a comma, a semicolon, a tab or a vertical bar']],
    [
      'ticket.priority',
      { ticket: { ...least.ticket, priority: { column: 'p', values: { '1': 'P7' } } } },
      ['ticket.priority.values.1: must be one of P1, P2, P3, P4'],
    ],
    [
      'ticket.status.values',
      { ticket: { status: { column: 's', values: { Waiting: { status: 'pending', waitingOn: 'godot' } } } } },
      ['ticket.status.values.Waiting.waitingOn: must be one of requester, supplier, internal'],
    ],
    [
      'ticket.status.values',
      { ticket: { status: { column: 's', values: { Waiting: 7 } } } },
      [expect.stringMatching(/^ticket\.status\.values\.Waiting: must be a word .*, or an object with status, waitingOn$/)],
    ],
    [
      'customFields',
      { customFields: ['ok', { column: 'x', as: 'date' }] },
      ['customFields[1].as: must be one of text, number, boolean, time, person'],
    ],
    [
      'two columns for one custom field',
      { customFields: ['a b', 'a_b'] },
      ['customFields[1].key: the custom field a_b would come from two columns, a b and a_b'],
    ],
    [
      'a column that makes no key',
      { customFields: ['状态'] },
      [expect.stringMatching(/^customFields\[0\]\.key: a custom field needs a key/)],
    ],
    [
      'people who are not listed',
      { ticket: { ...least.ticket, requester: 'caller', assignee: { agent: 'who' } }, changedBy: 'who' },
      [
        'ticket.requester: caller is not listed under people as customer',
        'ticket.assignee.agent: who is not listed under people as agent',
        'changedBy: who is not listed under people as agent',
      ],
    ],
    [
      'people listed as somebody else',
      { changedBy: 'who', people: [{ kind: 'team', columns: ['who'] }] },
      ['changedBy: who is not listed under people as agent'],
    ],
    [
      'people listed twice',
      {
        people: [
          { kind: 'team', columns: ['who'] },
          { kind: 'agent', columns: ['who'] },
        ],
      },
      ['people[0].columns[0]: who is listed twice', 'people[1].columns[0]: who is listed twice'],
    ],
    ['nobody', { customFields: [{ column: 'x', as: 'person' }] }, ['customFields[0]: x is not listed under people']],
  ])('with a wrong %s (%j) is refused with a line that names the field', (_, wrong, lines) => {
    expect(linesOf({ ...least, ...wrong })).toEqual(lines);
  });

  test('says all that is wrong with it at once', () => {
    expect(linesOf({ source: 'x' })).toEqual(['case: is missing', 'time: is missing', 'ticket: is missing']);
  });

  test('has a source that fits into a reference', () => {
    expect(linesOf({ ...least, source: 's'.repeat(SOURCE_LENGTH_MAX) })).toEqual([]);
    expect(linesOf({ ...least, source: 's'.repeat(SOURCE_LENGTH_MAX + 1) })).toHaveLength(1);
  });

  test('of something else than an object is refused', () => {
    expect(linesOf(['no'])).toEqual([expect.stringMatching(/^must be an object with source/)]);
  });
});

describe('a mapping file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  const fileWith = (text: string): string => {
    const file = join(folder, 'mapping.json');
    writeFileSync(file, text);
    return file;
  };

  test('that ships as the example is good', async () => {
    const mapping = await readMapping('docs/examples/servicenow-incident-log.json');
    expect(mapping.ticket.category).toEqual(['category', 'category#2']);
  });

  test('that is not there is told in one line', async () => {
    await expect(readMapping(join(folder, 'none.json'))).rejects.toThrow(/^the mapping .*none\.json can't be read: .*ENOENT/);
  });

  test('that is not JSON is told in one line', async () => {
    await expect(readMapping(fileWith('{"source": '))).rejects.toThrow(/^the mapping .* is not JSON: /);
  });

  test('whose fields are wrong is named in each line', async () => {
    await expect(readMapping(fileWith('{"source":"x"}'))).rejects.toThrow(/^the mapping .*mapping\.json: case: is missing\n/);
  });

  test('beyond the limit is not read', async () => {
    const padded = (bytes: number) => JSON.stringify(least).padEnd(bytes);
    await expect(readMapping(fileWith(padded(MAPPING_BYTES_MAX)))).resolves.toMatchObject({ source: 'desk' });
    await expect(readMapping(fileWith(padded(MAPPING_BYTES_MAX + 1)))).rejects.toThrow(/has 1048577 bytes; at most 1048576 are read/);
  });
});
