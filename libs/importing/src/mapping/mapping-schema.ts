import { PRIORITIES } from '@docket/tickets';
import { SOURCE_LENGTH_MAX } from '../domain/limits.js';
import { AFFECTED_PARTS, CUSTOM_FIELD_KINDS, PERSON_KINDS, RESOLUTION_PARTS } from '../domain/mapping.js';

// Each schema says in its description what must stand there: a violation is told in these words ("must be …").

const oneOf = (choices: readonly (string | number)[]) => ({ enum: choices, description: `one of ${choices.join(', ')}` });

const listOf = (items: { description: string }, what: string, maxItems = 1_000) => ({
  type: 'array',
  minItems: 1,
  maxItems,
  items,
  description: `a list of ${what}`,
});

const object = (properties: Record<string, object>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
  description: `an object with ${Object.keys(properties).join(', ')}`,
});

const either = (...forms: readonly { description: string }[]) => ({
  anyOf: forms,
  description: forms.map(({ description }) => description).join(', or '),
});

const text = { type: 'string', minLength: 1, description: 'a text' };
const column = { ...text, description: 'the name of a column' };
const key = {
  type: 'string',
  pattern: '^[a-z][a-z0-9_]{0,39}$',
  description: 'a word of lower-case letters, digits and underscores (at most 40, a letter first)',
};

/** From the column's values to what they mean. */
const table = (to: { description: string }) => ({
  type: 'object',
  minProperties: 1,
  additionalProperties: to,
  description: `a table from the column's values to ${to.description}`,
});
const translated = (to: { description: string }) => object({ column, values: table(to) }, ['column', 'values']);
const word = either(translated(key), object({ value: key }, ['value']));

const status = object({ status: key, waitingOn: oneOf(['requester', 'supplier', 'internal']) }, ['status']);
const level = oneOf([1, 2, 3, 'high', 'medium', 'low']);
const since = either(column, listOf(column, 'columns'));
const dated = either(column, object({ column, since }, ['column']));
const each = (names: readonly string[], schema: object) => object(Object.fromEntries(names.map((name) => [name, schema])));

const customField = object(
  {
    column,
    key: {
      type: 'string',
      pattern: '^[a-zA-Z][a-zA-Z0-9_]{0,63}$',
      description: 'a letter, then letters, digits and underscores (at most 64)',
    },
    as: oneOf(CUSTOM_FIELD_KINDS),
    since,
  },
  ['column'],
);

const ticket = object(
  {
    subject: text,
    description: text,
    type: word,
    channel: word,
    requester: column,
    category: listOf(column, 'at most 10 columns', 10),
    status: translated(either(key, status)),
    priority: translated(oneOf(PRIORITIES)),
    impact: translated(level),
    urgency: translated(level),
    assignee: object({ agent: column, team: column }),
    affected: each(AFFECTED_PARTS, column),
    resolution: each(RESOLUTION_PARTS, dated),
  },
  ['status'],
);

const people = object(
  {
    kind: oneOf(PERSON_KINDS),
    columns: listOf(column, 'columns'),
    space: {
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9._-]{0,39}$',
      description: 'a word of lower-case letters, digits, dots, hyphens and underscores (at most 40)',
    },
    name: {
      type: 'string',
      pattern: '^[^{}]*\\{value\\}[^{}]*$',
      maxLength: 100,
      description: 'a text with one {value} in it (at most 100 characters)',
    },
  },
  ['kind', 'columns'],
);

/** JSON Schema of a mapping file, as people write it. */
export const mappingSchema = object(
  {
    source: {
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9._-]*$',
      maxLength: SOURCE_LENGTH_MAX,
      description: `a word of lower-case letters, digits, dots, hyphens and underscores (at most ${SOURCE_LENGTH_MAX})`,
    },
    delimiter: { enum: [',', ';', '\t', '|'], description: 'a comma, a semicolon, a tab or a vertical bar' },
    unknown: { type: 'array', items: text, description: 'a list of texts' },
    case: column,
    time: object({ column, format: text, zone: text }, ['column', 'format', 'zone']),
    opened: either(column, object({ column, format: text, zone: text }, ['column'])),
    changedBy: column,
    ticket,
    customFields: listOf(either(column, customField), 'at most 100 custom fields', 100),
    people: listOf(people, 'columns that name people'),
  },
  ['source', 'case', 'time', 'ticket'],
);
