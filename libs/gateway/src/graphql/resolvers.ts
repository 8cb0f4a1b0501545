import type { GraphQLFieldResolver } from 'graphql';
import { isRefusal } from '@docket/deciding';
import type { JsonObject } from '@docket/event-store';
import type { DispatchQuery } from '../dispatch.js';
import { JsonText, type QueryOperation } from '../operation.js';
import type { AskedRelation, DocumentsRelation } from '../relation.js';
import type { InputReader } from '../validation/input-reader.js';
import { byArguments, fieldOfArgument } from './argument-names.js';
import { type GraphqlContext, waitFor } from './context.js';
import { raise } from './graphql-errors.js';

export type Arguments = Readonly<Record<string, unknown>>;
export type Resolve = GraphQLFieldResolver<unknown, GraphqlContext, Arguments>;

const parsed = new WeakMap<JsonText, JsonObject>();

/** Texts that are kept (pages and tickets at one standing) are parsed once. */
export const bodyOf = (body: object): JsonObject => {
  if (!(body instanceof JsonText)) return body as JsonObject;
  const known = parsed.get(body);
  if (known) return known;
  const value = JSON.parse(body.text) as JsonObject;
  parsed.set(body, value);
  return value;
};

export interface AskedQuery {
  readonly reader: InputReader;
  readonly dispatch: DispatchQuery;
}

/** Asks a query and gives its answer as an object. Throws what REST would answer as a problem. */
export const ask = async ({ reader, dispatch }: AskedQuery, input: object, context: GraphqlContext): Promise<JsonObject> => {
  const answer = await dispatch(reader.read(input), context.caller);
  return isRefusal(answer) ? raise(answer) : bodyOf(answer.body);
};

/** The same for what arguments of GraphQL say: what is wrong with them is told by their names. */
const askByArguments = async (query: AskedQuery, input: object, context: GraphqlContext): Promise<JsonObject> => {
  try {
    return await ask(query, input, context);
  } catch (error) {
    throw byArguments(error);
  }
};

/** Puts the arguments that were given into an input. (Field by field, as all inputs here: V8 copies by spreading slowly where fields are added behind.) */
const give = (input: Record<string, unknown>, args: Arguments): Record<string, unknown> => {
  for (const name of Object.keys(args)) if (args[name] !== undefined) input[fieldOfArgument(name)] = args[name];
  return input;
};

export const queryResolver = (query: AskedQuery): Resolve => {
  return (_source, args, context) => {
    const input = give({}, args);
    waitFor(context, input['after']);
    return askByArguments(query, input, context);
  };
};

export const askedResolver = (relation: AskedRelation, query: AskedQuery): Resolve => {
  const awaits = query.reader.shape.fields.has('after');
  return (source, args, context) => {
    const parameters = relation.parameters(source as JsonObject);
    if (!parameters) return null;
    const input: Record<string, unknown> = {};
    if (awaits && context.after !== undefined) input['after'] = context.after;
    Object.assign(give(input, args), parameters);
    return context.questions.ask(`${relation.operation} ${JSON.stringify(input)}`, () => askByArguments(query, input, context));
  };
};

export const documentsResolver = (relation: DocumentsRelation, operation: QueryOperation): Resolve => {
  return async (source, _args, context) => {
    const found = await context.documents.get(relation, operation, relation.ids(source as JsonObject), context.after);
    return relation.kind === 'documents' ? found : (found[0] ?? null);
  };
};
