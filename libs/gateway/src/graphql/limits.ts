import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import {
  GRAPHQL_ALIASES_MAX,
  GRAPHQL_COST_MAX,
  GRAPHQL_DEPTH_MAX,
  GRAPHQL_INTROSPECTIONS_MAX,
  GRAPHQL_QUESTION_COST,
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
} from '../limits.js';
import { type Problem, problem } from '../problems/problem.js';
import { type Fragments, fragmentsOf, introspectionCostMax, IntrospectionMeter } from './introspection-cost.js';

interface Size {
  readonly cost: number;
  readonly depth: number;
  readonly aliases: number;
  /** Fields that the answers to questions about the schema have. */
  readonly introspected: number;
}

const NOTHING: Size = { cost: 0, depth: 0, aliases: 0, introspected: 0 };

const together = (one: Size, other: Size): Size => ({
  cost: one.cost + other.cost,
  depth: Math.max(one.depth, other.depth),
  aliases: one.aliases + other.aliases,
  introspected: one.introspected + other.introspected,
});

/** The types of what can be asked of the schema. */
const ABOUT_THE_SCHEMA: ReadonlyMap<string, string> = new Map([
  ['__schema', '__Schema'],
  ['__type', '__Type'],
]);

/** Measures a valid document; a fragment is measured once, however often it is spread. */
class Meter {
  readonly #fragments: Fragments;
  readonly #measured = new Map<string, Size>();
  #introspection: IntrospectionMeter | undefined;
  /** The size is another one with other variables. */
  varies = false;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.#fragments = fragmentsOf(document);
  }

  selection(set: SelectionSetNode, type: GraphQLNamedType | undefined): Size {
    let size = NOTHING;
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) size = together(size, this.#field(node, type));
      else if (node.kind === Kind.FRAGMENT_SPREAD) size = together(size, this.#fragment(node.name.value));
      else size = together(size, this.selection(node.selectionSet, type));
    }
    return size;
  }

  #fragment(name: string): Size {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return NOTHING;
    const size = this.selection(fragment.selectionSet, this.schema.getType(fragment.typeCondition.name.value));
    this.#measured.set(name, size);
    return size;
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined): Size {
    const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const about = known ? undefined : ABOUT_THE_SCHEMA.get(node.name.value);
    const type = known ? getNamedType(known.type) : about === undefined ? undefined : this.schema.getType(about);
    const inner = node.selectionSet ? this.selection(node.selectionSet, type) : NOTHING;
    const own = known?.extensions['asks'] === true ? GRAPHQL_QUESTION_COST : 1;
    return {
      cost: own + inner.cost * (known ? this.#items(node, known) : 1),
      depth: 1 + inner.depth,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      introspected: inner.introspected + (about === undefined ? 0 : this.#introspected(node)),
    };
  }

  #introspected(node: FieldNode): number {
    this.#introspection ??= new IntrospectionMeter(this.schema, this.#fragments, introspectionCostMax(this.schema));
    if (node.name.value === '__schema') return this.#introspection.ofSchema(node);
    const name = node.arguments?.find((argument) => argument.name.value === 'name')?.value;
    const asked = name && this.#valueOf(name);
    return this.#introspection.ofType(node, typeof asked === 'string' ? asked : undefined);
  }

  /** Things that a page may hold; of a list that is no page, and of which nobody says how many there may be, as many as a page holds when nothing is asked. */
  #items(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    if (!field.args.some(({ name }) => name === 'first')) return field.extensions['many'] === true ? LIST_LIMIT_DEFAULT : 1;
    const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    const { pageMax = LIST_LIMIT_MAX } = field.extensions as { readonly pageMax?: number };
    // Whose pages may be larger than those of lists holds as much as it may when nothing is asked.
    const unasked = pageMax > LIST_LIMIT_MAX ? pageMax : LIST_LIMIT_DEFAULT;
    if (value === undefined || value.kind === Kind.NULL) return unasked;
    const asked = this.#valueOf(value);
    return typeof asked === 'number' ? Math.max(1, asked) : pageMax;
  }

  /** undefined: it is neither number nor text, or no value was given. */
  #valueOf(value: ValueNode): unknown {
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.STRING) return value.value;
    if (value.kind !== Kind.VARIABLE) return undefined;
    this.varies = true;
    return this.variables[value.name.value];
  }
}

/** Of operations that are asked for again, where it is always the same. */
const sizes = new WeakMap<OperationDefinitionNode, Size>();

const measured = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Size => {
  const meter = new Meter(schema, document, variables);
  const size = meter.selection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  if (!meter.varies) sizes.set(operation, size);
  return size;
};

/** Why a valid document is not executed; undefined: it is. */
export const tooMuch = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Problem | undefined => {
  const { cost, depth, aliases, introspected } = sizes.get(operation) ?? measured(schema, document, operation, variables);
  if (depth > GRAPHQL_DEPTH_MAX)
    return problem(400, 'graphql.tooDeep', `the document is ${depth} fields deep; ${GRAPHQL_DEPTH_MAX} are allowed`);
  if (aliases > GRAPHQL_ALIASES_MAX)
    return problem(400, 'graphql.tooManyAliases', `the document has ${aliases} aliases; ${GRAPHQL_ALIASES_MAX} are allowed`);
  if (cost > GRAPHQL_COST_MAX)
    return problem(400, 'graphql.tooCostly', `the document costs ${cost}; ${GRAPHQL_COST_MAX} is allowed: ask for fewer things at once`);
  if (introspected > 0 && introspected > introspectionCostMax(schema))
    return problem(
      400,
      'graphql.tooCostly',
      `the document asks for more of the schema than ${GRAPHQL_INTROSPECTIONS_MAX} times all of it: ask for less at once`,
    );
  return undefined;
};
