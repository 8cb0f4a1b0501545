import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphqlApi, GraphqlRequest } from '../graphql/graphql-api.js';
import type { FieldError } from '../validation/field-errors.js';
import { InvalidInput } from '../validation/input-reader.js';
import { unstorableIn } from '../validation/storable.js';
import { sendBody } from './answering.js';
import { knownCaller, refuseStranger, stranger } from './authentication.js';
import { isOverTls } from './client.js';
import { GRAPHQL_PATH } from './path.js';
import { traceparentOf } from './request-traces.js';
import { sessionCookie } from './session-cookie.js';
import { withoutParameters } from './unheard-parameters.js';

/** Gives the interface of GraphQL, which is made when it is first asked for: nobody else pays for it. */
export type LazyGraphql = () => Promise<GraphqlApi>;

/** Where Nest's container has the LazyGraphql. */
export const GRAPHQL_API = Symbol('docket.GraphqlApi');

const KNOWN: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what clients send. Throws InvalidInput. */
export const graphqlRequest = (body: unknown): GraphqlRequest => {
  if (!isObject(body)) throw new InvalidInput([{ field: '', detail: 'one request of GraphQL is expected: {"query": "…"}' }]);
  const { query, variables, operationName } = body;
  const unstorable = unstorableIn(variables, 'variables');
  const wrong: FieldError[] = [
    ...Object.keys(body)
      .filter((name) => !KNOWN.has(name))
      .map((field) => ({ field, detail: `${field} is not a field here` })),
    ...(typeof query === 'string' && query.isWellFormed() ? [] : [{ field: 'query', detail: 'query must be a document of GraphQL' }]),
    ...(variables === undefined || variables === null || isObject(variables)
      ? []
      : [{ field: 'variables', detail: 'variables must be an object' }]),
    ...(operationName === undefined || operationName === null || typeof operationName === 'string'
      ? []
      : [{ field: 'operationName', detail: 'operationName must be a string' }]),
    ...(unstorable ? [unstorable] : []),
  ];
  if (wrong.length > 0) throw new InvalidInput(wrong);
  return {
    query: query as string,
    variables: isObject(variables) ? variables : {},
    ...(typeof operationName === 'string' ? { operationName } : {}),
  };
};

/** The operations as queries and mutations of GraphQL. */
@Controller()
export class GraphqlController {
  constructor(@Inject(GRAPHQL_API) private readonly graphql: LazyGraphql) {}

  @Post(GRAPHQL_PATH)
  @RouteConfig({ authenticated: 'perhaps' })
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    withoutParameters(request.query);
    const asked = graphqlRequest(request.body);
    const api = await this.graphql();
    const asking = { caller: knownCaller(request), stranger: () => stranger(request), traceparent: traceparentOf(request) };
    const answer = await api.answer(asked, asking, request.id);
    if (!answer) return refuseStranger(request, reply);
    if (answer.session !== undefined) reply.header('set-cookie', sessionCookie(answer.session, isOverTls(request)));
    sendBody(reply, answer.status, answer.body);
  }
}

/** Its routes, for whoever must know all of them. */
export const GRAPHQL_ROUTES = [{ method: 'POST', path: GRAPHQL_PATH }];
