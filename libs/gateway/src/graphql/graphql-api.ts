import {
  type DocumentNode,
  execute,
  GraphQLError,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  printSchema,
} from 'graphql';
import type { Caller } from '@docket/access';
import { freshId } from '@docket/deciding';
import type { ReadModels } from '@docket/projecting';
import type { Log } from '../http/log.js';
import type { Answer } from '../operation.js';
import { GRAPHQL_COMPILED_VALUES_MAX, GRAPHQL_VALUES_MAX } from '../limits.js';
import { problem } from '../problems/problem.js';
import { buildSchema, type SchemaParts, type SchemaServices } from './build-schema.js';
import { CompiledDocuments } from './compiled-documents.js';
import type { GraphqlContext } from './context.js';
import { DocumentBatches } from './document-batches.js';
import { answeredError, errorOf } from './graphql-errors.js';
import { tooMuch } from './limits.js';
import { hasMoreValues } from './variables.js';
import { OpenQuestions } from './open-questions.js';
import { asksForWhatIsOpen } from './open-documents.js';
import { parsed, ReadDocuments } from './read-documents.js';

export interface GraphqlServices extends SchemaServices {
  readonly readModels: ReadModels;
  readonly log: Log;
}

/** One request as clients send it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly body: object;
  /** The session that began or ended by it. */
  readonly session?: Answer['session'];
}

/** Who sends a request. */
export interface Asking {
  /** undefined: nobody has signed in. */
  readonly caller: Caller | undefined;
  /** As whom that is done which is open for everybody. */
  readonly stranger: () => Caller;
  /** The request's part of a trace, where it is recorded. */
  readonly traceparent?: string | undefined;
}

/** A request that is executed, and its document. */
export interface AdmittedRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

const NEVER = new AbortController().signal;
const NO_SUBSCRIPTIONS = errorOf(
  problem(400, 'graphql.subscription', 'subscriptions are asked for over graphql-transport-ws, at the same address'),
);
const TOO_MANY_VALUES = errorOf(
  problem(400, 'input.invalid', `variables must not have more than ${GRAPHQL_VALUES_MAX} values`, { field: 'variables' }),
);
const NOTHING_CHANGES = { stranger: undefined, traceparent: undefined };

/** The operations as GraphQL. */
export class GraphqlApi {
  readonly schema: GraphQLSchema;
  readonly #documents: ReadDocuments;
  readonly #compiled: CompiledDocuments;

  constructor(
    readonly parts: SchemaParts,
    private readonly services: GraphqlServices,
  ) {
    this.schema = buildSchema(parts, services);
    this.#documents = new ReadDocuments(this.schema);
    this.#compiled = new CompiledDocuments(this.schema);
  }

  /** Queries and mutations. undefined: whoever has not signed in may not ask for that. */
  async answer(request: GraphqlRequest, { caller, stranger, traceparent }: Asking, requestId: string): Promise<GraphqlAnswer | undefined> {
    if (!caller && !this.#isOpen(request)) return undefined;
    const admitted = this.admit(request);
    if ('errors' in admitted) return this.#refused(admitted.errors, requestId);
    if (admitted.operation.operation === OperationTypeNode.SUBSCRIPTION) return this.#refused([NO_SUBSCRIPTIONS], requestId);
    const context = this.context(caller ?? stranger(), requestId, NEVER, { stranger, traceparent });
    const body = await this.execute(admitted, request, context);
    // Without data nothing was executed: the variables are not what the document says.
    return { status: 'data' in body ? 200 : 400, body, session: context.session };
  }

  /** The last parameter is what commands and actions need besides. */
  context(
    caller: Caller,
    requestId: string,
    signal: AbortSignal,
    { stranger, traceparent }: Pick<GraphqlContext, 'stranger' | 'traceparent'> = NOTHING_CHANGES,
  ): GraphqlContext {
    const documents = new DocumentBatches(this.services.readModels, caller);
    const questions = new OpenQuestions();
    return { caller, stranger, requestId, traceparent, signal, documents, questions, after: undefined, session: undefined };
  }

  async execute({ document }: AdmittedRequest, request: GraphqlRequest, context: GraphqlContext, rootValue?: unknown): Promise<object> {
    const { variables: variableValues, operationName } = request;
    // What is compiled looks for everything that is wrong with the variables; the other way ends after a few errors.
    const run = hasMoreValues(variableValues, GRAPHQL_COMPILED_VALUES_MAX) ? undefined : this.#compiled.operation(document, operationName);
    const { data, errors } = await (run?.(rootValue, context, variableValues) ??
      execute({
        schema: this.schema,
        document,
        rootValue,
        contextValue: context,
        variableValues,
        operationName: operationName ?? null,
      }));
    const body: { data?: unknown; errors?: readonly object[] } = {};
    if (data !== undefined) body.data = data;
    if (errors) body.errors = errors.map((error) => answeredError(error, this.services.log, context.requestId));
    return body;
  }

  /** The document, read and found small enough; or what is wrong. */
  admit(request: GraphqlRequest): AdmittedRequest | { readonly errors: readonly GraphQLError[] } {
    if (hasMoreValues(request.variables, GRAPHQL_VALUES_MAX)) return { errors: [TOO_MANY_VALUES] };
    const read = this.#documents.read(request.query);
    if ('errors' in read) return read;
    const operation = getOperationAST(read.document, request.operationName);
    if (!operation) return { errors: [new GraphQLError('operationName must name one of the document’s operations')] };
    const wrong = tooMuch(this.schema, read.document, operation, request.variables);
    return wrong ? { errors: [errorOf(wrong)] } : { document: read.document, operation };
  }

  /** An error of a subscription as it is told. */
  answered(error: GraphQLError): object {
    return answeredError(error, this.services.log, freshId());
  }

  #isOpen({ query, operationName }: GraphqlRequest): boolean {
    const document = parsed(query);
    const operation = document instanceof GraphQLError ? undefined : getOperationAST(document, operationName);
    return operation ? asksForWhatIsOpen(this.schema, operation) : false;
  }

  #refused(errors: readonly GraphQLError[], requestId: string): GraphqlAnswer {
    return { status: 400, body: { errors: errors.map((error) => answeredError(error, this.services.log, requestId)) } };
  }
}

/** The schema as a file: what changes it is seen in a review. */
export const schemaText = (parts: SchemaParts): string => {
  const never = (): never => {
    throw new Error('this schema is only printed');
  };
  const bus = { execute: never } as unknown as SchemaServices['commandBus'] & SchemaServices['queryBus'];
  const schema = buildSchema(parts, {
    commandBus: bus,
    queryBus: bus,
    streams: { load: never },
    countCommand: never,
    live: { reader: { head: never }, log: { subscribe: never } },
  });
  return `${printSchema(schema)}\n`;
};
