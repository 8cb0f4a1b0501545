import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { GRAPHQL_INTROSPECTIONS_MAX } from '../limits.js';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

/** The more there may be, the more it costs: they are counted whether they are asked for or not. */
const ALL = { includeDeprecated: true };

/** Counts the fields that answers to questions about the schema have, by asking the schema itself: no page bounds them, and a list holds few things here and hundreds
 *  there. What was counted for a thing is not counted again; where all fields of
 *  the document together are more than `max`, the counting ends. */
export class IntrospectionMeter {
  readonly #counted = new Map<SelectionSetNode, Map<unknown, number>>();
  readonly #info: GraphQLResolveInfo;
  /** Fields that were looked at: never more than there are. */
  #seen = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly max: number,
  ) {
    // Of all that an execution knows, the resolvers of introspection ask for this.
    this.#info = { schema } as GraphQLResolveInfo;
  }

  /** Of `__schema`. */
  ofSchema({ selectionSet }: FieldNode): number {
    return this.#fieldsOf(selectionSet, '__Schema', this.schema);
  }

  /** Of `__type`; undefined: it can't be told which, so it counts as all of them. */
  ofType({ selectionSet }: FieldNode, name: string | undefined): number {
    const types = name === undefined ? Object.values(this.schema.getTypeMap()) : [this.schema.getType(name)];
    let count = 0;
    for (const type of types) if (type && !this.#isEnough(count)) count += this.#fieldsOf(selectionSet, '__Type', type);
    return count;
  }

  #fieldsOf(set: SelectionSetNode | undefined, typeName: string, thing: unknown): number {
    const type = this.schema.getType(typeName);
    return 1 + (set && isObjectType(type) ? this.#selection(set, type, thing) : 0);
  }

  #selection(set: SelectionSetNode, type: GraphQLObjectType, thing: unknown): number {
    let things = this.#counted.get(set);
    if (!things) this.#counted.set(set, (things = new Map<unknown, number>()));
    const known = things.get(thing);
    if (known !== undefined) return known;
    let count = 0;
    for (const node of set.selections) {
      if (this.#isEnough(count)) break;
      if (node.kind === Kind.FIELD) count += this.#field(node, type, thing);
      else {
        const within = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
        if (within) count += this.#selection(within.selectionSet, type, thing);
      }
    }
    things.set(thing, count);
    return count;
  }

  #isEnough(count: number): boolean {
    return count > this.max || this.#seen > this.max;
  }

  #field({ name, selectionSet }: FieldNode, type: GraphQLObjectType, thing: unknown): number {
    this.#seen += 1;
    const field = type.getFields()[name.value];
    const inner = field && getNamedType(field.type);
    if (!selectionSet || !isObjectType(inner)) return 1;
    const value: unknown = field?.resolve?.(thing, ALL, undefined, this.#info);
    let count = 1;
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (this.#isEnough(count)) break;
      if (one !== undefined && one !== null) count += this.#selection(selectionSet, inner, one);
    }
    return count;
  }
}

const maxima = new WeakMap<GraphQLSchema, number>();

/** How many fields the answers to one document's questions about the schema may have: as many as tools ask for that ask for all of it, GRAPHQL_INTROSPECTIONS_MAX times. */
export const introspectionCostMax = (schema: GraphQLSchema): number => {
  const known = maxima.get(schema);
  if (known !== undefined) return known;
  const all = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
  const document = parse(getIntrospectionQuery(all));
  const meter = new IntrospectionMeter(schema, fragmentsOf(document), Number.POSITIVE_INFINITY);
  let count = 0;
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      for (const node of definition.selectionSet.selections) if (node.kind === Kind.FIELD) count += meter.ofSchema(node);
  const max = GRAPHQL_INTROSPECTIONS_MAX * count;
  maxima.set(schema, max);
  return max;
};
