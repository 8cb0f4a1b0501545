import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql';
import type { AnswerField, AnswerType, PageType, RecordType } from '../answers/answer-type.js';
import { recordsOf } from '../answers/records.js';
import type { Enums } from './enums.js';
import type { GraphqlContext } from './context.js';
import { JsonScalar, SCALARS } from './scalars.js';

type Fields = GraphQLFieldConfigMap<unknown, GraphqlContext>;
/** Fields of a record beside its own: its relations. */
export type MoreFields = (record: string) => Fields;

const must = (type: GraphQLOutputType): GraphQLOutputType => new GraphQLNonNull(type);

interface PageBody {
  readonly items: readonly unknown[];
  readonly nextCursor?: string;
}

const PageInfo = new GraphQLObjectType<PageBody>({
  name: 'PageInfo',
  description: 'Where a page of a connection stands',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), resolve: ({ nextCursor }) => nextCursor !== undefined },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Pages go forward only', resolve: () => false },
    startCursor: { type: GraphQLString, resolve: () => null },
    endCursor: {
      type: GraphQLString,
      description: 'What `after` takes to go on; null: this is the last page',
      resolve: ({ nextCursor }) => nextCursor,
    },
  },
});

/** What operations answer as GraphQL's types. */
export class OutputTypes {
  readonly #records: ReadonlyMap<string, RecordType>;
  readonly #objects = new Map<string, GraphQLObjectType>();
  readonly #connections = new Map<string, GraphQLObjectType>();

  constructor(
    answers: readonly AnswerType[],
    private readonly enums: Enums,
    private readonly more: MoreFields,
  ) {
    this.#records = recordsOf(answers);
  }

  of(type: AnswerType): GraphQLOutputType {
    switch (type.kind) {
      case 'scalar':
        return SCALARS[type.graphql];
      case 'enum':
        return this.enums.of(type.values, type.name) ?? GraphQLString;
      case 'list':
        return new GraphQLList(must(this.of(type.items)));
      case 'record':
        return this.#object(type);
      case 'reference': {
        const known = this.#records.get(type.name);
        return known ? this.#object(known) : JsonScalar;
      }
      case 'page':
        return this.#connection(type);
    }
  }

  #object(type: RecordType): GraphQLObjectType {
    const known = this.#objects.get(type.name);
    if (known) return known;
    const object = new GraphQLObjectType({
      name: type.name,
      description: type.description,
      fields: () => ({ ...this.#fields(type.fields), ...this.more(type.name) }),
    });
    this.#objects.set(type.name, object);
    return object;
  }

  #fields(fields: Readonly<Record<string, AnswerField>>): Fields {
    return Object.fromEntries(
      Object.entries(fields).map(([name, { type, description, optional }]) => {
        const known = this.of(type);
        return [name, { type: optional ? known : must(known), description }];
      }),
    );
  }

  #connection(page: PageType): GraphQLObjectType {
    const name = `${page.items.name}Connection`;
    const known = this.#connections.get(name);
    if (known) return known;
    const node = this.of(page.items);
    const edge = new GraphQLObjectType<{ node: unknown; cursor?: string }>({
      name: `${page.items.name}Edge`,
      fields: {
        node: { type: must(node) },
        cursor: { type: GraphQLString, description: 'Where a page ended: that of its last edge alone' },
      },
    });
    const connection = new GraphQLObjectType<PageBody>({
      name,
      description: 'A page of a list',
      fields: () => ({
        nodes: { type: must(new GraphQLList(must(node))), resolve: ({ items }) => items },
        edges: { type: must(new GraphQLList(must(edge))), resolve: edgesOf },
        pageInfo: { type: must(PageInfo), resolve: (body) => body },
        partial: { type: GraphQLBoolean, description: 'The page ended early, because enough was looked at; go on' },
        ...this.#fields(page.fields),
      }),
    });
    this.#connections.set(name, connection);
    return connection;
  }
}

const edgesOf = ({ items, nextCursor }: PageBody): readonly object[] =>
  items.map((node, index) => (index === items.length - 1 && nextCursor !== undefined ? { node, cursor: nextCursor } : { node }));
