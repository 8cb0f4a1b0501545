import { readFile, stat } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { IANAZone } from 'luxon';
import { keyOfColumn } from '../domain/custom-field-key.js';
import { lateColumns } from '../domain/late-columns.js';
import { MAPPING_BYTES_MAX } from '../domain/limits.js';
import { formatProblem } from '../reading/times.js';
import { mappingSchema } from './mapping-schema.js';
import type { ColumnName, CustomFieldMapping, DatedColumn, Mapping, PeopleMapping, TicketMapping, TimeColumn } from '../domain/mapping.js';
import { violations } from './violations.js';

/** The mapping can't be used. Each line names the field and says what is wrong with it. */
export class InvalidMapping extends Error {
  override readonly name = 'InvalidMapping';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** Reads and checks a mapping file. Fails with InvalidMapping. */
export const readMapping = async (file: string): Promise<Mapping> => {
  const text = await textOf(file);
  try {
    return mappingOf(JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidMapping([`the mapping ${file} is not JSON: ${error.message}`]);
    throw error instanceof InvalidMapping ? new InvalidMapping(error.lines.map((line) => `the mapping ${file}: ${line}`)) : error;
  }
};

const textOf = async (file: string): Promise<string> => {
  try {
    const { size } = await stat(file);
    if (size > MAPPING_BYTES_MAX)
      throw new InvalidMapping([`the mapping ${file} has ${size} bytes; at most ${MAPPING_BYTES_MAX} are read`]);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof InvalidMapping) throw error;
    throw new InvalidMapping([`the mapping ${file} can't be read: ${(error as Partial<Error>).message ?? String(error)}`]);
  }
};

const isMapping = new Ajv({ allErrors: true, verbose: true }).compile<WrittenMapping>(mappingSchema);

/** A mapping from its JSON, its short forms written out. */
export const mappingOf = (json: unknown): Mapping => {
  if (!isMapping(json)) throw new InvalidMapping(violations(isMapping.errors ?? [], json));
  const mapping = writtenOut(json);
  const wrong = [
    ...timeProblems('time', mapping.time),
    ...timeProblems('opened', mapping.opened, mapping.time),
    ...peopleProblems(mapping),
    ...keyProblems(mapping),
  ];
  if (wrong.length > 0) throw new InvalidMapping(wrong);
  return mapping;
};

type WrittenDated = ColumnName | { readonly column: ColumnName; readonly since?: ColumnName | readonly ColumnName[] };
type WrittenField = WrittenDated | (Exclude<WrittenDated, string> & Partial<Pick<CustomFieldMapping, 'key' | 'as'>>);

/** What the schema lets through. */
interface WrittenMapping extends Omit<Mapping, 'delimiter' | 'unknown' | 'opened' | 'ticket' | 'customFields' | 'people'> {
  readonly delimiter?: string;
  readonly unknown?: readonly string[];
  readonly opened?: ColumnName | (Pick<TimeColumn, 'column'> & Partial<TimeColumn>);
  readonly ticket: Partial<Omit<TicketMapping, 'resolution' | 'status'>> & {
    readonly status: {
      readonly column: ColumnName;
      readonly values: Readonly<Record<string, string | TicketMapping['status']['values'][string]>>;
    };
    readonly resolution?: Readonly<Record<string, WrittenDated>>;
  };
  readonly customFields?: readonly WrittenField[];
  readonly people?: readonly (Omit<PeopleMapping, 'name'> & { readonly name?: string })[];
}

const writtenOut = (json: WrittenMapping): Mapping => {
  const { opened, ticket, customFields, people, ...rest } = json;
  return {
    delimiter: ',',
    unknown: [],
    ...rest,
    ...(opened === undefined ? {} : { opened: { ...json.time, ...(typeof opened === 'string' ? { column: opened } : opened) } }),
    ticket: ticketOf(json, ticket),
    customFields: (customFields ?? []).map(customFieldOf),
    people: (people ?? []).map((entry) => ({ name: '{value}', ...entry })),
  };
};

const ticketOf = (json: WrittenMapping, ticket: WrittenMapping['ticket']): TicketMapping => ({
  subject: `${json.source} {${json.case}}`,
  category: [],
  assignee: {},
  affected: {},
  ...ticket,
  status: {
    column: ticket.status.column,
    values: mapValues(ticket.status.values, (status) => (typeof status === 'string' ? { status } : status)),
  },
  resolution: mapValues(ticket.resolution ?? {}, datedOf),
});

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const datedOf = (written: WrittenDated): DatedColumn => {
  if (typeof written === 'string') return { column: written, since: [] };
  const { column, since = [] } = written;
  return { column, since: typeof since === 'string' ? [since] : since };
};

/** Its key is the column's name, as far as a key can hold it. */
const customFieldOf = (written: WrittenField): CustomFieldMapping => {
  const dated = datedOf(written);
  const { key, as } = typeof written === 'string' ? {} : (written as Partial<CustomFieldMapping>);
  return { ...dated, key: key ?? keyOfColumn(dated.column), as: as ?? 'text' };
};

/** What is taken over from another column is told there. */
const timeProblems = (field: string, time: TimeColumn | undefined, from?: TimeColumn): readonly string[] => {
  const problems: string[] = [];
  if (time && time.zone !== from?.zone && !IANAZone.isValidZone(time.zone))
    problems.push(`${field}.zone: ${time.zone} is not the name of a time zone (as Europe/Berlin or UTC)`);
  const format = time && time.format !== from?.format ? formatProblem(time.format) : undefined;
  if (format !== undefined) problems.push(`${field}.format: ${format}`);
  return problems;
};

/** Columns that are read as people must be listed as people of that kind, and each column once. */
const peopleProblems = ({ people, ticket, changedBy, customFields }: Mapping): readonly string[] => {
  const kinds = new Map(people.flatMap(({ kind, columns }) => columns.map((column) => [column, kind] as const)));
  const listed = people.flatMap(({ columns }) => columns);
  const needed = [
    ['ticket.requester', ticket.requester, 'customer'],
    ['ticket.assignee.agent', ticket.assignee.agent, 'agent'],
    ['ticket.assignee.team', ticket.assignee.team, 'team'],
    ['changedBy', changedBy, 'agent'],
  ] as const;
  return [
    ...people.flatMap(({ columns }, index) =>
      columns.flatMap((column, place) =>
        listed.indexOf(column) === listed.lastIndexOf(column) ? [] : [`people[${index}].columns[${place}]: ${column} is listed twice`],
      ),
    ),
    ...needed.flatMap(([field, column, kind]) =>
      column === undefined || kinds.get(column) === kind ? [] : [`${field}: ${column} is not listed under people as ${kind}`],
    ),
    ...customFields.flatMap(({ as, column }, index) =>
      as !== 'person' || kinds.has(column) ? [] : [`customFields[${index}]: ${column} is not listed under people`],
    ),
  ];
};

const keyProblems = (mapping: Mapping): readonly string[] => {
  const own = mapping.customFields.map(({ key, column }, index) => ({ key, column, field: `customFields[${index}].key` }));
  const keys = [...own, ...lateColumns(mapping)];
  return keys.flatMap(({ key, column, field }, index) => {
    if (key === '') return [`${field}: a custom field needs a key, which can't be made from the name ${column}`];
    const other = keys.findIndex((candidate) => candidate.key === key);
    return other < index ? [`${field}: the custom field ${key} would come from two columns, ${keys[other]?.column} and ${column}`] : [];
  });
};
