import type { Authenticate, Authentication, Caller } from '@docket/access';
import { freshId } from '@docket/deciding';
import { GraphQLError, type GraphQLFormattedError, OperationTypeNode, subscribe } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Server } from 'graphql-ws';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { addressOf } from '../http/client.js';
import type { Log } from '../http/log.js';
import { answerRaw } from '../http/raw-answer.js';
import { requestId } from '../http/request-hooks.js';
import { FORGED } from '../http/authentication.js';
import { RATE_EXCEEDED, type RequestRates } from '../http/request-rates.js';
import type { Sender } from '../http/sender.js';
import { credentialIn, isFromElsewhere } from '../http/session-cookie.js';
import {
  GRAPHQL_CLOSING_MS_MAX,
  GRAPHQL_CONNECTIONS_MAX,
  GRAPHQL_LENGTH_MAX,
  GRAPHQL_SUBSCRIPTIONS_MAX,
  RETRY_AFTER_SECONDS,
  STREAM_AUTHORITY_MS,
} from '../limits.js';
import { failureProblem } from '../problems/failure-problem.js';
import { type Problem, problem } from '../problems/problem.js';
import type { GraphqlApi } from './graphql-api.js';
import { errorOf } from './graphql-errors.js';
import { Strangers } from './strangers.js';
import { cutOffIfDeaf, speak, type SocketExtra } from './subscription-socket.js';

export interface SubscriptionServerOptions {
  readonly api: GraphqlApi;
  readonly authenticate: Authenticate;
  readonly rates: RequestRates;
  /** From whom a connection comes. */
  readonly senderOf: (request: IncomingMessage) => Sender;
  readonly log: Log;
}

interface Connection {
  readonly authorization: string | undefined;
  readonly caller: Caller;
  readonly end: AbortController;
}

const MESSAGE_BYTES_MAX = 4 * GRAPHQL_LENGTH_MAX;
/** RFC 6455's registry: clients come again by themselves. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const TOO_MANY = problem(503, 'streams.tooMany', 'too many connections for subscriptions are open here at the moment');
const notProper = (why: string): Problem => problem(400, 'request.malformed', `this is no proper handshake of a WebSocket: ${why}`);
const textIn = (params: Readonly<Record<string, unknown>> | undefined): string | undefined => {
  const said = params?.['authorization'] ?? params?.['Authorization'];
  return typeof said === 'string' ? said : undefined;
};

/** Subscriptions over graphql-transport-ws. A connection ends when its token or session is no longer good, when its client does not read, and when the server stops. */
export class SubscriptionServer {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, handleProtocols });
  readonly #strangers = new Strangers();
  readonly #connections = new Map<WebSocket, Connection>();
  readonly #asking: NodeJS.Timeout;
  readonly #protocol: Server<SocketExtra>;

  constructor(private readonly options: SubscriptionServerOptions) {
    this.#protocol = makeServer<Record<string, unknown>, SocketExtra>({
      onConnect: async ({ connectionParams, extra: { socket, request } }) =>
        this.#connect(socket, this.options.senderOf(request), textIn(connectionParams)),
      onSubscribe: ({ extra, subscriptions }, _id, payload) => this.#admit(extra.socket, Object.keys(subscriptions).length, payload),
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors ? { data: data ?? null, errors: this.#told(errors) } : undefined,
      onError: (_context, _id, _payload, errors) => this.#told(errors),
      subscribe,
    });
    // What is no proper handshake: ws would answer it in words of its own.
    this.#sockets.on('wsClientError', ({ message }, socket, request) => answerRaw(socket, notProper(message), requestId(request)));
    this.#asking = setInterval(() => this.askAll(), STREAM_AUTHORITY_MS).unref();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = addressOf(this.options.senderOf(request).ip);
    if (this.#sockets.clients.size >= GRAPHQL_CONNECTIONS_MAX || this.#strangers.isFull(address)) {
      answerRaw(socket, TOO_MANY, requestId(request), { 'retry-after': RETRY_AFTER_SECONDS });
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      this.#strangers.add(client, address);
      speak(this.#protocol, client, request, this.options.log);
    });
  }

  /** Tells every client that it goes away, and cuts off those that have not answered in GRAPHQL_CLOSING_MS_MAX. */
  async close(): Promise<void> {
    clearInterval(this.#asking);
    for (const socket of this.#sockets.clients) socket.close(GOING_AWAY, 'going away');
    // Behind that, so that no client hears that its subscription has come to its end.
    for (const { end } of this.#connections.values()) end.abort();
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
    }, GRAPHQL_CLOSING_MS_MAX);
    await new Promise((resolve) => this.#sockets.close(resolve));
    clearTimeout(cutOff);
  }

  /** By what it says when it begins, else by what its handshake has: a header, or the cookie of a session. */
  async #connect(socket: WebSocket, sender: Sender, said: string | undefined): Promise<boolean> {
    const { rates } = this.options;
    // A page of another origin could open it, and would read along.
    const forged = said === undefined && isFromElsewhere(sender);
    const authorization = said ?? (forged ? undefined : credentialIn(sender));
    const caller = await this.#callerOf(socket, authorization);
    // It may have closed meanwhile: nobody would ever take it out again.
    if (!caller || socket.readyState !== socket.OPEN) return false;
    const known = !('refused' in caller);
    const rated = known ? rates.countAuthenticated(authorization) : rates.countUnauthenticated(sender.ip);
    if (rated?.retryAfterSeconds !== undefined) socket.close(CloseCode.TooManyInitialisationRequests, RATE_EXCEEDED.code);
    else if (forged) socket.close(CloseCode.Forbidden, FORGED.code);
    if (!known || rated?.retryAfterSeconds !== undefined) return false;
    this.#strangers.remove(socket);
    const end = new AbortController();
    // Every subscription of the connection listens to it.
    setMaxListeners(0, end.signal);
    this.#connections.set(socket, { authorization, caller, end });
    socket.once('close', () => {
      end.abort();
      this.#connections.delete(socket);
    });
    return true;
  }

  /** undefined: it can't be told now, and the client has been told so. */
  async #callerOf(socket: WebSocket, authorization: string | undefined): Promise<Authentication | undefined> {
    try {
      return await this.options.authenticate(authorization);
    } catch (error) {
      const { problem: known, retryAfterSeconds } = failureProblem(error);
      this.options.log.warn({ err: error }, 'it could not be asked who opens a connection');
      socket.close(retryAfterSeconds === undefined ? CloseCode.InternalServerError : TRY_AGAIN_LATER, known.code);
      return undefined;
    }
  }

  #admit(
    socket: WebSocket,
    open: number,
    {
      query,
      variables,
      operationName,
    }: { query: string; variables?: Record<string, unknown> | null | undefined; operationName?: string | null | undefined },
  ) {
    const connection = this.#connections.get(socket);
    if (!connection) throw new Error('a subscription came before its connection');
    const rated = this.options.rates.countAuthenticated(connection.authorization);
    if (rated?.retryAfterSeconds !== undefined) return [errorOf(RATE_EXCEEDED, rated.retryAfterSeconds)];
    if (open > GRAPHQL_SUBSCRIPTIONS_MAX) return [new GraphQLError(`a connection may have ${GRAPHQL_SUBSCRIPTIONS_MAX} subscriptions`)];
    const request = { query, variables: variables ?? {}, ...(typeof operationName === 'string' ? { operationName } : {}) };
    const admitted = this.options.api.admit(request);
    if ('errors' in admitted) return admitted.errors;
    if (admitted.operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return [new GraphQLError('here are subscriptions only: POST queries and mutations')];
    return {
      schema: this.options.api.schema,
      document: admitted.document,
      operationName: operationName ?? null,
      variableValues: request.variables,
      contextValue: this.options.api.context(connection.caller, freshId(), connection.end.signal),
    };
  }

  #told(errors: readonly object[]): readonly GraphQLFormattedError[] {
    return errors.map((error) => (error instanceof GraphQLError ? this.options.api.answered(error) : error) as GraphQLFormattedError);
  }

  /** Ends the connections of those who may no longer have them, or do not read. It is done every STREAM_AUTHORITY_MS. */
  askAll(): void {
    for (const [socket, connection] of this.#connections) {
      cutOffIfDeaf(socket);
      this.#isStillGood(connection).then(
        (good) => good || socket.close(CloseCode.Forbidden, 'Forbidden'),
        (error: unknown) => this.options.log.warn({ err: error }, 'it could not be asked whether a subscription may go on'),
      );
    }
  }

  async #isStillGood({ authorization, caller }: Connection): Promise<boolean> {
    const now = await this.options.authenticate(authorization);
    return !('refused' in now) && now.roles.length === caller.roles.length && now.roles.every((role) => caller.roles.includes(role));
  }
}
