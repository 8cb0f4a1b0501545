import type { Authenticate } from '@docket/access';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphqlApi } from '../graphql/graphql-api.js';
import type { SubscriptionServer } from '../graphql/subscription-server.js';
import { failureProblem } from '../problems/failure-problem.js';
import { type Problem, problem } from '../problems/problem.js';
import { GRAPHQL_PATH } from './path.js';
import { LoadedOnce } from './loaded-once.js';
import type { Log } from './log.js';
import { answerRaw } from './raw-answer.js';
import { requestId } from './request-hooks.js';
import type { RequestRates } from './request-rates.js';
import { senderBehind } from './sender.js';
import { unheardParameters } from './unheard-parameters.js';

const UNKNOWN = problem(404, 'route.unknown', 'no WebSocket is offered at this address; see /docs');

export interface UpgradeOptions {
  readonly api: () => Promise<GraphqlApi>;
  readonly authenticate: Authenticate;
  readonly rates: RequestRates;
  readonly trustedProxies: readonly string[];
  readonly log: Log;
}

/** undefined: subscriptions are offered at this address. */
const refusedAddress = (address = ''): Problem | undefined => {
  const [path, query] = address.split('?', 2);
  if (path !== GRAPHQL_PATH) return UNKNOWN;
  const unheard = unheardParameters([...new URLSearchParams(query).keys()], 'send it in connection_init');
  return unheard && failureProblem(unheard).problem;
};

/** Connections that become WebSockets: those of subscriptions, at one address. What serves them is loaded with the first. */
export const takeUpgrades = (
  server: Server,
  { api, authenticate, rates, trustedProxies, log }: UpgradeOptions,
): { close(): Promise<void> } => {
  const senderOf = senderBehind(trustedProxies);
  const subscriptions = new LoadedOnce(async (): Promise<SubscriptionServer> => {
    const [{ SubscriptionServer: Loaded }, made] = await Promise.all([import('../graphql/subscription-server.js'), api()]);
    return new Loaded({ api: made, authenticate, rates, senderOf, log });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refused = refusedAddress(request.url);
    if (refused) return answerRaw(socket, refused, requestId(request));
    subscriptions.get().then(
      (loaded) => loaded.upgrade(request, socket, head),
      (error: unknown) => {
        log.error({ err: error }, 'subscriptions could not be served');
        socket.destroy();
      },
    );
  });
  return { close: async () => (await subscriptions.known())?.close() };
};
