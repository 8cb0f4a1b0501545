import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import type { InputField, InputShape } from '../validation/input-shape.js';
import type { JsonSchema } from '../validation/json-schema.js';
import type { Enums } from './enums.js';
import { capitalised, inputName } from './names.js';
import { JsonScalar } from './scalars.js';

const isText = (value: unknown): value is string => typeof value === 'string';

/** What a schema says, with what stands apart in `allOf`. */
const saying = (schema: JsonSchema): readonly JsonSchema[] => [schema, ...(schema.allOf ?? [])];

/** The classes of inputs as GraphQL's types. What is exact about a field (lengths, patterns) is checked by the class, on every road. */
export class InputTypes {
  readonly #objects = new Map<string, GraphQLInputObjectType>();

  constructor(private readonly enums: Enums) {}

  /** undefined: the class has no fields, and GraphQL knows no empty objects. */
  object(shape: InputShape): GraphQLInputObjectType | undefined {
    if (shape.fields.size === 0) return undefined;
    const name = inputName(shape.input);
    const known = this.#objects.get(name);
    if (known) return known;
    const type = new GraphQLInputObjectType({
      name,
      fields: () => Object.fromEntries([...shape.fields.values()].map((field) => [field.name, { type: this.#required(field, shape) }])),
    });
    this.#objects.set(name, type);
    return type;
  }

  /** The fields of a query's class as arguments, under the names that `named` gives (undefined: not offered). */
  arguments(shape: InputShape, named: (field: string) => string | undefined): GraphQLFieldConfigArgumentMap {
    const entries = [...shape.fields.values()].flatMap((field) => {
      const name = named(field.name);
      return name === undefined ? [] : [[name, { type: this.#required(field, shape) }] as const];
    });
    return Object.fromEntries(entries);
  }

  #required(field: InputField, shape: InputShape): GraphQLInputType {
    const type = this.#type(field, `${capitalised(shape.input.name)}${capitalised(field.name)}`);
    return field.optional ? type : new GraphQLNonNull(type);
  }

  #type(field: InputField, name: string): GraphQLInputType {
    const schema = (field.nullable ? field.schema.anyOf?.[0] : undefined) ?? field.schema;
    const nested = field.nested && (this.object(field.nested) ?? JsonScalar);
    if (!field.list) return field.name === 'id' ? GraphQLID : (nested ?? this.#scalar(schema, name));
    const items = saying(schema).find((said) => said.items)?.items ?? {};
    return new GraphQLList(new GraphQLNonNull(nested ?? this.#scalar(items, name)));
  }

  #scalar(schema: JsonSchema, name: string): GraphQLInputType {
    const said = saying(schema);
    const values = said.find((part) => part.enum)?.enum;
    if (values) return values.every(isText) ? (this.enums.of(values, name) ?? GraphQLString) : JsonScalar;
    const types = said.map(({ type }) => type);
    if (types.includes('integer')) return GraphQLInt;
    if (types.includes('number')) return GraphQLFloat;
    if (types.includes('boolean')) return GraphQLBoolean;
    if (said.some(({ format }) => format?.startsWith('isUuid') ?? false)) return GraphQLID;
    return types.includes('string') ? GraphQLString : JsonScalar;
  }
}
