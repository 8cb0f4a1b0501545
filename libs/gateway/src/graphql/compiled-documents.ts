import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { GraphqlContext } from './context.js';

/** Executes one operation of a document. */
export type Run = (rootValue: unknown, context: GraphqlContext, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;

/** Operations that are asked for again are compiled: an operation that is asked for once costs less than its compilation, one that a program asks for all day costs a
 *  fraction. A document's entry goes with the document. */
export class CompiledDocuments {
  readonly #operations = new WeakMap<DocumentNode, Map<string, Run | undefined>>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** The compiled operation; undefined: it is asked for the first time, or can't be compiled. */
  operation(document: DocumentNode, operationName = ''): Run | undefined {
    let operations = this.#operations.get(document);
    if (!operations) this.#operations.set(document, (operations = new Map<string, Run | undefined>()));
    if (!operations.has(operationName)) {
      operations.set(operationName, undefined);
      return undefined;
    }
    const known = operations.get(operationName) ?? this.#compile(document, operationName);
    operations.set(operationName, known);
    return known;
  }

  #compile(document: DocumentNode, operationName: string): Run | undefined {
    const compiled = compileQuery(this.schema, document, operationName);
    if (!isCompiledQuery(compiled)) return undefined;
    return async (rootValue, context, variables) => compiled.query(rootValue, context, { ...variables });
  }
}
