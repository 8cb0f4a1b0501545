import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

const DEPTH_MAX = 6;
const FIELDS_MAX = 4;
const INNER_MAX = 2;
const ITEMS_MAX = 3;
/** Of each, how often in a hundred. */
const OPTIONAL_GIVEN = 35;
const NULL_GIVEN = 8;
const INNER_CHOSEN = 50;

/** Makes documents that are valid by the schema, with values that may be anything of their types. */
export class GraphqlDocuments {
  constructor(
    private readonly schema: GraphQLSchema,
    /** Ids and numbers of things that there are. */
    private readonly known: readonly string[],
  ) {}

  /** A query or a mutation of one to three fields. */
  document(draw: GeneratorValue): string {
    const kind = draw(fc.constantFrom, 'query', 'query', 'mutation');
    const root = (kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType()) as GraphQLObjectType;
    const fields = this.#some(draw, Object.values(root.getFields()), 1, 3);
    return `${kind} { ${fields.map((field) => this.#field(draw, field, 1)).join(' ')} }`;
  }

  #field(draw: GeneratorValue, field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const given = this.#given(draw, field.args, isRequiredArgument);
    return `${field.name}${given === '' ? '' : `(${given})`}${isObjectType(type) ? ` ${this.#selection(draw, type, depth)}` : ''}`;
  }

  #selection(draw: GeneratorValue, type: GraphQLObjectType, depth: number): string {
    const all = Object.values(type.getFields());
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const inner = all.filter((field) => !leaves.includes(field));
    const deeper = depth < DEPTH_MAX && inner.length > 0 && this.#chance(draw, INNER_CHOSEN);
    const chosen = [...this.#some(draw, leaves, 0, FIELDS_MAX), ...(deeper ? this.#some(draw, inner, 1, INNER_MAX) : [])];
    return `{ ${['__typename', ...chosen.map((field) => this.#field(draw, field, depth + 1))].join(' ')} }`;
  }

  /** By their places: fast-check compares what it is given, and a schema has no end. */
  #some<Item>(draw: GeneratorValue, items: readonly Item[], least: number, most: number): Item[] {
    const places = draw(fc.subarray, [...items.keys()], { minLength: least, maxLength: Math.min(most, items.length) });
    return places.map((place) => items[place] as Item);
  }

  #one<Item>(draw: GeneratorValue, items: readonly Item[]): Item {
    return items[draw(fc.nat, { max: items.length - 1 })] as Item;
  }

  #given<Given extends GraphQLArgument | GraphQLInputField>(
    draw: GeneratorValue,
    all: readonly Given[],
    isRequired: (one: Given) => boolean,
  ): string {
    return all
      .filter((one) => isRequired(one) || this.#chance(draw, OPTIONAL_GIVEN))
      .map(({ name, type }) => `${name}: ${this.#value(draw, type)}`)
      .join(', ');
  }

  #value(draw: GeneratorValue, type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#present(draw, type.ofType);
    return this.#chance(draw, NULL_GIVEN) ? 'null' : this.#present(draw, type);
  }

  #present(draw: GeneratorValue, type: GraphQLInputType): string {
    if (isListType(type)) {
      const items = draw(fc.nat, { max: ITEMS_MAX });
      return `[${Array.from({ length: items }, () => this.#value(draw, type.ofType)).join(', ')}]`;
    }
    if (isInputObjectType(type)) return `{ ${this.#given(draw, Object.values(type.getFields()), isRequiredInputField)} }`;
    if (isEnumType(type)) return this.#one(draw, type.getValues()).name;
    switch (getNamedType(type).name) {
      case 'Int':
        return String(draw(fc.integer, { min: -2, max: 120 }));
      case 'Boolean':
        return String(draw(fc.boolean));
      case 'JSON':
        return literal(draw(fc.jsonValue, { maxDepth: 2 }));
      default:
        return JSON.stringify(this.#text(draw));
    }
  }

  #text(draw: GeneratorValue): string {
    if (draw(fc.boolean)) return this.#one(draw, this.known);
    return draw(fc.string, { unit: 'grapheme', maxLength: 12 });
  }

  #chance(draw: GeneratorValue, inHundred: number): boolean {
    return draw(fc.nat, { max: 99 }) < inHundred;
  }
}

/** JSON as GraphQL writes it: keys that are no names are left out. */
const literal = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([key]) => /^[A-Za-z][A-Za-z0-9_]*$/.test(key));
  return `{ ${fields.map(([key, inner]) => `${key}: ${literal(inner)}`).join(', ')} }`;
};
