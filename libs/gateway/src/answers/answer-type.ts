import type { JsonSchema } from '../validation/json-schema.js';

/** A value without parts. `graphql` is the scalar that stands for it there. */
export interface ScalarType {
  readonly kind: 'scalar';
  readonly graphql: 'ID' | 'String' | 'Int' | 'Float' | 'Boolean' | 'JSON';
  readonly schema: JsonSchema;
}

/** One text of a closed set. */
export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

export interface ListType {
  readonly kind: 'list';
  readonly items: AnswerType;
}

export interface AnswerField {
  readonly type: AnswerType;
  readonly description: string;
  /** Absent where there is nothing to say, or where the caller may not see it. */
  readonly optional: boolean;
}

/** One thing. Its name is its name in OpenAPI and GraphQL alike. */
export interface RecordType {
  readonly kind: 'record';
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, AnswerField>>;
}

/** A page of a list: `{items, nextCursor?, partial?}`, and what else the list says of itself. */
export interface PageType {
  readonly kind: 'page';
  readonly items: RecordType | ReferenceType;
  readonly fields: Readonly<Record<string, AnswerField>>;
}

/** A record that another capability describes, and that is not there where the capability is not. */
export interface ReferenceType {
  readonly kind: 'reference';
  readonly name: string;
}

/** What an answer is made of, said once: OpenAPI's schemas, GraphQL's types and the checks of the tests come from it. */
export type AnswerType = ScalarType | EnumType | ListType | RecordType | PageType | ReferenceType;

const scalar = (graphql: ScalarType['graphql'], schema: JsonSchema): ScalarType => ({ kind: 'scalar', graphql, schema });

export const TEXT = scalar('String', { type: 'string' });
export const IDENTIFIER = scalar('ID', { type: 'string' });
/** An instant in UTC, ISO 8601. */
export const INSTANT = scalar('String', { type: 'string', format: 'date-time' });
export const INTEGER = scalar('Int', { type: 'integer' });
export const BOOLEAN = scalar('Boolean', { type: 'boolean' });
/** Any JSON value, null among them. */
export const JSON_VALUE = scalar('JSON', {});

export const oneOf = (name: string, values: readonly string[]): EnumType => ({ kind: 'enum', name, values });
export const listOf = (items: AnswerType): ListType => ({ kind: 'list', items });
export const reference = (name: string): ReferenceType => ({ kind: 'reference', name });
export const record = (name: string, description: string, fields: RecordType['fields']): RecordType => ({
  kind: 'record',
  name,
  description,
  fields,
});
export const page = (items: PageType['items'], fields: PageType['fields'] = {}): PageType => ({ kind: 'page', items, fields });

/** A field that every caller is shown. */
export const field = (type: AnswerType, description: string): AnswerField => ({ type, description, optional: false });
/** A field that may be absent. */
export const optional = (type: AnswerType, description: string): AnswerField => ({ type, description, optional: true });

/** What everything says of itself that has a history of its own. */
export const SUBJECT_FIELDS = {
  id: field(IDENTIFIER, 'Its id'),
  revision: field(INTEGER, 'Of its last event, counted from 0; also the ETag, and what `If-Match` names'),
  position: field(TEXT, 'Of its last event in the log: what `after` waits for'),
  createdAt: field(INSTANT, 'When it came to be'),
  updatedAt: field(INSTANT, 'When it last changed'),
} as const;

/** The fields of a page beside its items. */
export const pageFields = ({ fields }: PageType): PageType['fields'] => ({
  nextCursor: optional(TEXT, 'Where the next page begins; absent: this is the last one'),
  partial: optional(BOOLEAN, 'The page ended early, because enough was looked at; go on with `nextCursor`'),
  ...fields,
});
