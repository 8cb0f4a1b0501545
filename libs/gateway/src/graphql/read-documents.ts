import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, Source, validate } from 'graphql';
import { GRAPHQL_DOCUMENTS_LENGTH_MAX, GRAPHQL_DOCUMENTS_MAX, GRAPHQL_LENGTH_MAX, GRAPHQL_TOKENS_MAX } from '../limits.js';
import { holdsNoSecret } from './open-documents.js';

/** A document that was read: what is executed, or why it is not. */
export type ReadDocument = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** The documents that clients send, read by the schema. Those that are valid and hold no secret are remembered: programs send the same few all day. */
export class ReadDocuments {
  readonly #known = new Map<string, DocumentNode>();
  #length = 0;

  constructor(private readonly schema: GraphQLSchema) {}

  read(query: string): ReadDocument {
    const known = this.#known.get(query);
    if (known) return { document: known };
    const document = parsed(query);
    if (document instanceof GraphQLError) return { errors: [document] };
    const errors = validate(this.schema, document);
    if (errors.length > 0) return { errors };
    if (holdsNoSecret(this.schema, document)) this.#remember(query, document);
    return { document };
  }

  /** What is read of a text takes many times the memory of the text, so it is not their number alone that is bounded. */
  #remember(query: string, document: DocumentNode): void {
    this.#known.set(query, document);
    this.#length += query.length;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= GRAPHQL_DOCUMENTS_MAX && this.#length <= GRAPHQL_DOCUMENTS_LENGTH_MAX) return;
      this.#known.delete(oldest);
      this.#length -= oldest.length;
    }
  }
}

/** Not yet held against a schema. */
export const parsed = (query: string): DocumentNode | GraphQLError => {
  if (query.length > GRAPHQL_LENGTH_MAX)
    return new GraphQLError(`the document has ${query.length} characters; ${GRAPHQL_LENGTH_MAX} are allowed`);
  try {
    return parse(new Source(query), { maxTokens: GRAPHQL_TOKENS_MAX });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};
