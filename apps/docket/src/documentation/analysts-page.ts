import { type AnyField, describedFields, type FieldType, type ProjectedCollection, type Projection } from '@docket/projecting';
import { inColumns } from './columns.js';

/** The page that tells analysts what they can query, made from what the projections say of themselves: docs/analysts.md. */

const INTRODUCTION = `# For analysts

<!-- Made by \`npm run docs\` from what the projections say of themselves; a test fails until it is made anew. -->

Where Docket keeps its documents in MongoDB (\`MONGODB_URL\`), you can query them with whatever speaks to MongoDB. Each read model is a view of a stable name in Docket's database:

    db.tickets.find({ statusCategory: 'open', priority: { $in: ['P1', 'P2'] } }).sort({ createdAt: 1 })
    db.tickets.aggregate([{ $unwind: '$customFields' }, { $match: { 'customFields.k': 'site' } }, { $sortByCount: '$customFields.v' }])
    db.volumeBuckets.find({ period: 'month' }).sort({ start: 1 })

- Query the views. The collections behind them (\`tickets@…\`) come and go: a new version of Docket builds new ones beside the old, and the views go over to them once they have caught up.
- Read, never write: whatever is written there is lost with the next build, and Docket never looks at it. Give analysts a user with the role \`read\`.
- A read model follows the events, by some milliseconds as a rule. Its documents are folded from events alone, so a wrong one is put right by an event, never by hand.
- A document whose fields come to more than 6 MiB, as MongoDB counts them, is in no view. What lies more than 30 levels deep is a text, its JSON.
- A field is absent where there is nothing to say. Instants are dates in UTC. What people name themselves stands in lists of \`{ k, v }\`. A list of objects is queried by a dot, as an object is.
`;

const WORDS: Readonly<Record<FieldType, string>> = {
  string: 'string',
  date: 'date',
  number: 'number',
  boolean: 'boolean',
  strings: 'list of strings',
  any: 'any',
  map: 'list of `{ k, v }`',
  object: 'object',
  objects: 'list of objects',
};

type Line = readonly [field: string, type: string, meaning: string, example: string];

/** As it is written in MongoDB's shell. */
const shown = ({ type, example }: AnyField): string => {
  if (type === 'date') return `ISODate('${String(example)}')`;
  if (type !== 'map') return JSON.stringify(example);
  return JSON.stringify(Object.entries(example as object).map(([k, v]: [string, unknown]) => ({ k, v })));
};

const linesOf = (fields: object, path = ''): readonly Line[] =>
  describedFields(fields).flatMap(([name, field]) => {
    const example = field.fields ? '' : `\`${shown(field)}\``;
    const line: Line = [`\`${path}${name}\``, WORDS[field.type], field.meaning, example];
    return [line, ...(field.fields ? linesOf(field.fields, `${path}${name}.`) : [])];
  });

const tableOf = (lines: readonly Line[]): string => inColumns([['Field', 'Type', 'Meaning', 'Example'], ...lines]);

const sectionOf = ({ name, meaning, fields }: ProjectedCollection): string => `
## ${name}

${meaning}

${tableOf(linesOf(fields))}
`;

export const analystsPage = (projections: readonly Projection[]): string => {
  const collections = projections.flatMap(({ rows, derived = [] }) => [...derived, rows]);
  return INTRODUCTION + collections.map(sectionOf).join('');
};
