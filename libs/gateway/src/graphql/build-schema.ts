import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { rolesOf } from '@docket/access';
import type { CommandEnd } from '../command-end.js';
import { actionDispatch, commandDispatch, queryDispatch, type DispatchServices } from '../dispatch.js';
import { parametersOf } from '../http/path.js';
import { type ActionOperation, type CommandOperation, inputOf, isOpen, type Operation, type QueryOperation } from '../operation.js';
import type { Live } from '../live.js';
import type { Relation, Subscription } from '../relation.js';
import { inputReader } from '../validation/input-reader.js';
import type { InputShape } from '../validation/input-shape.js';
import { argumentOf } from './argument-names.js';
import type { GraphqlContext } from './context.js';
import { Enums } from './enums.js';
import { InputTypes } from './input-types.js';
import { fieldOfQuery } from './names.js';
import { subscriptionSource } from './subscription-source.js';
import { OutputTypes } from './output-types.js';
import { actionResolver, commandResolver } from './changing.js';
import { askedResolver, documentsResolver, queryResolver, type AskedQuery, type Resolve } from './resolvers.js';

export interface SchemaParts {
  readonly operations: readonly Operation[];
  readonly relations: readonly Relation[];
  readonly subscriptions: readonly Subscription[];
}

export interface SchemaServices extends DispatchServices {
  readonly live: Live;
  readonly countCommand: (name: string, end: CommandEnd) => void;
}

type Field = GraphQLFieldConfig<unknown, GraphqlContext>;
type Fields = GraphQLFieldConfigMap<unknown, GraphqlContext>;

/** Parameters that only ask for another media type. */
const ofMediaTypes = ({ mediaTypes = {} }: QueryOperation): ReadonlySet<string> => new Set(Object.values(mediaTypes).flatMap(Object.keys));

/** How many things a page of a query may hold; undefined: it has none. */
const pageMaxOf = ({ fields }: InputShape): number | undefined => {
  const schema = fields.get('limit')?.schema;
  return [schema, ...(schema?.allOf ?? [])].find((said) => said?.maximum !== undefined)?.maximum;
};

const described = (operation: Operation): string =>
  [
    operation.summary + '.',
    operation.description,
    isOpen(operation) ? 'For everybody, without a token.' : `For: ${rolesOf(operation).join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');

/** Makes the schema from operations, what they answer, and the relations between what they answer. Nothing is written by hand for one of them. */
class SchemaBuilder {
  readonly #queries: ReadonlyMap<string, QueryOperation>;
  readonly #asked = new Map<string, AskedQuery>();
  readonly #inputs: InputTypes;
  readonly #outputs: OutputTypes;

  constructor(
    private readonly parts: SchemaParts,
    private readonly services: SchemaServices,
  ) {
    const answers = parts.operations.map(({ answer }) => answer);
    const enums = new Enums(answers);
    this.#queries = new Map(parts.operations.flatMap((operation) => (operation.kind === 'query' ? [[operation.name, operation]] : [])));
    this.#inputs = new InputTypes(enums);
    this.#outputs = new OutputTypes(answers, enums, (record) => this.#relationsOf(record));
  }

  build(): GraphQLSchema {
    const changing = this.parts.operations.filter((operation) => operation.kind !== 'query');
    const query = new GraphQLObjectType({
      name: 'Query',
      fields: () => this.#named([...this.#queries.values()], (one) => this.#query(one)),
    });
    const mutation = new GraphQLObjectType({ name: 'Mutation', fields: () => this.#named(changing, (one) => this.#changing(one)) });
    const subscriptions = this.parts.subscriptions;
    return new GraphQLSchema({
      query,
      ...(changing.length === 0 ? {} : { mutation }),
      ...(subscriptions.length === 0
        ? {}
        : { subscription: new GraphQLObjectType({ name: 'Subscription', fields: () => this.#subscriptions() }) }),
    });
  }

  #named<One extends Operation>(operations: readonly One[], field: (operation: One) => Field): Fields {
    return Object.fromEntries(
      operations.map((operation) => [operation.kind === 'query' ? fieldOfQuery(operation.name) : operation.name, field(operation)]),
    );
  }

  #query(operation: QueryOperation): Field {
    return {
      type: this.#outputs.of(operation.answer),
      description: described(operation),
      args: this.#argumentsOf(operation, new Set()),
      extensions: { asks: true, pageMax: pageMaxOf(this.#ask(operation).reader.shape) },
      resolve: queryResolver(this.#ask(operation)),
    };
  }

  #argumentsOf(operation: QueryOperation, without: ReadonlySet<string>): NonNullable<Field['args']> {
    const unseen = ofMediaTypes(operation);
    return this.#inputs.arguments(this.#ask(operation).reader.shape, (field) =>
      unseen.has(field) || without.has(field) ? undefined : argumentOf(field),
    );
  }

  #changing(operation: CommandOperation | ActionOperation): Field {
    const shape = inputReader(inputOf(operation)).shape;
    const input = this.#inputs.object(shape);
    const required = [...shape.fields.values()].some(({ optional }) => !optional);
    return {
      type: this.#outputs.of(operation.answer),
      description: described(operation),
      args: {
        ...(parametersOf(operation.path).includes('id') ? { id: { type: new GraphQLNonNull(GraphQLID) } } : {}),
        ...(input ? { input: { type: required ? new GraphQLNonNull(input) : input } } : {}),
        expectedRevision: { type: GraphQLInt, description: 'Refused when the thing has changed since this revision, as by If-Match' },
        idempotencyKey: { type: GraphQLString, description: 'Makes it safe to send again, as the header Idempotency-Key' },
      },
      extensions: { asks: true, action: operation.kind === 'action', open: isOpen(operation) },
      resolve: this.#change(operation),
    };
  }

  #change(operation: CommandOperation | ActionOperation): Resolve {
    const { countCommand } = this.services;
    return operation.kind === 'command'
      ? commandResolver(operation, commandDispatch(operation, this.services), countCommand)
      : actionResolver(operation, actionDispatch(operation, this.services), countCommand);
  }

  #relationsOf(record: string): Fields {
    const relations = this.parts.relations.filter(({ on }) => on === record);
    return Object.fromEntries(relations.map((relation) => [relation.field, this.#relation(relation)]));
  }

  #relation(relation: Relation): Field {
    const operation = this.#queryOf(relation.operation);
    const { description } = relation;
    const extensions = { asks: true, pageMax: pageMaxOf(this.#ask(operation).reader.shape) };
    if (relation.kind === 'asked') {
      // What the parent gives is not asked for again.
      const givenByParent = new Set(relation.parameterNames);
      const type = this.#outputs.of(operation.answer);
      const args = this.#argumentsOf(operation, givenByParent);
      return { type, description, args, extensions, resolve: askedResolver(relation, this.#ask(operation)) };
    }
    const type = this.#outputs.of(relation.kind === 'documents' ? { kind: 'list', items: operation.answer } : operation.answer);
    const many = relation.kind === 'documents';
    return { type, description, extensions: { ...extensions, many }, resolve: documentsResolver(relation, operation) };
  }

  #subscriptions(): Fields {
    return Object.fromEntries(
      this.parts.subscriptions.map((subscription) => {
        const operation = this.#queryOf(subscription.operation);
        const id = subscription.subjectOf ? GraphQLID : new GraphQLNonNull(GraphQLID);
        return [
          subscription.name,
          {
            type: this.#outputs.of(operation.answer),
            description: `${subscription.summary}. For: ${rolesOf(operation).join(', ')}.`,
            args: { id: { type: id } },
            extensions: { asks: true },
            subscribe: subscriptionSource(subscription, this.#ask(operation), this.services.live),
          },
        ];
      }),
    );
  }

  #queryOf(name: string): QueryOperation {
    const operation = this.#queries.get(name);
    if (!operation) throw new Error(`no query is called ${name}`);
    return operation;
  }

  #ask(operation: QueryOperation): AskedQuery {
    const known = this.#asked.get(operation.name);
    if (known) return known;
    const query = { reader: inputReader(operation.query), dispatch: queryDispatch(operation, this.services) };
    this.#asked.set(operation.name, query);
    return query;
  }
}

/** Relations to queries that are not offered are left out. */
export const buildSchema = (parts: SchemaParts, services: SchemaServices): GraphQLSchema => {
  const offered = new Set(parts.operations.map(({ name }) => name));
  const relations = parts.relations.filter(({ operation }) => offered.has(operation));
  const subscriptions = parts.subscriptions.filter(({ operation }) => offered.has(operation));
  return new SchemaBuilder({ ...parts, relations, subscriptions }, services).build();
};
