/** What the fields of documents mean: data for whoever reads documents directly, and for the page that tells analysts of them. The compiler asks for a
 *  description of every field of a document's type; `fieldProblems` finds what documents hold beside it. */

/** What holds a value. In what analysts see, a `date` is a date and a `map` a list of `{k, v}`; Docket's own documents have an ISO 8601 text
 *  (UTC, milliseconds) and an object there. */
export type FieldType = 'string' | 'date' | 'number' | 'boolean' | 'strings' | 'any' | 'map' | 'object' | 'objects';

interface Described<Type extends FieldType> {
  readonly type: Type;
  /** For people: what it says, what its absence says, its unit. */
  readonly meaning: string;
}

/** A field that holds one value, with an example of it. */
export interface ValueField<Type extends FieldType, Value> extends Described<Type> {
  readonly example: Value;
}

/** A field that holds an object, or a list of them; its own fields are described in turn. */
export interface NestedField<Type extends FieldType, Body> extends Described<Type> {
  readonly fields: Fields<Body>;
}

/** The description of a field by the type of its value. */
export type FieldOf<Value> = [Value] extends [string]
  ? ValueField<'string' | 'date', Value>
  : [Value] extends [number]
    ? ValueField<'number', Value>
    : [Value] extends [boolean]
      ? ValueField<'boolean', Value>
      : [Value] extends [readonly string[]]
        ? ValueField<'strings', Value>
        : [Value] extends [readonly (infer Item extends object)[]]
          ? NestedField<'objects', Item>
          : [Value] extends [object]
            ? NestedField<'object', Value> | ValueField<'map', Value>
            : ValueField<'any', Value>;

/** A description of each field of a document. */
export type Fields<Body> = { readonly [Name in keyof Body]-?: FieldOf<NonNullable<Body[Name]>> };

/** A description of whatever type of field, for whoever walks through them. */
export interface AnyField extends Described<FieldType> {
  readonly example?: unknown;
  readonly fields?: Readonly<Record<string, AnyField>>;
}

export const describedFields = (fields: object): readonly (readonly [name: string, field: AnyField])[] =>
  Object.entries(fields as Readonly<Record<string, AnyField>>);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const holds: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  date: (value) => typeof value === 'string' && INSTANT.test(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  any: () => true,
  map: isObject,
  object: isObject,
  objects: (value) => Array.isArray(value) && value.every(isObject),
};

/** Where a document is not as its fields are described: `assignee.agentId is not described`, `createdAt is no date`. */
export const fieldProblems = (fields: object, document: object, path = ''): readonly string[] => {
  const described = new Map(describedFields(fields));
  return Object.entries(document).flatMap(([name, value]: [string, unknown]) => {
    const field = described.get(name);
    if (!field) return [`${path}${name} is not described`];
    return value === undefined ? [] : problemsOf(field, value, `${path}${name}`);
  });
};

const problemsOf = ({ type, fields }: AnyField, value: unknown, path: string): readonly string[] => {
  if (!holds[type](value)) return [`${path} is no ${type}`];
  if (!fields) return [];
  const inner = (Array.isArray(value) ? value : [value]) as readonly object[];
  return inner.flatMap((each) => fieldProblems(fields, each, `${path}.`));
};

/** The head of every row that is the state of a stream. */
export const streamFields: Fields<{
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}> = {
  id: { type: 'string', meaning: 'Its id: what other documents name it by', example: '0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4a17' },
  revision: { type: 'number', meaning: 'Of its last event in its stream, counted from 0', example: 4 },
  position: {
    type: 'string',
    meaning: 'Of its last event in the order of all events; compare it as text',
    example: '00000000000000001337',
  },
  createdAt: { type: 'date', meaning: 'When it was created', example: '2024-05-20T09:30:00.000Z' },
  updatedAt: { type: 'date', meaning: 'When it was last changed', example: '2024-05-21T14:05:12.345Z' },
};
