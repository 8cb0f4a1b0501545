import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type Authenticate, type Authentication, type Caller, mayDo } from '@docket/access';
import { notAdmitted } from '../dispatch.js';
import { isOpen, type Operation } from '../operation.js';
import { problem } from '../problems/problem.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import { sendFailure, sendProblem } from './answering.js';
import { clientAddress } from './client.js';
import type { Log } from './log.js';
import { RATE_EXCEEDED, type Rated, type RequestRates } from './request-rates.js';
import { credentialIn, isForged } from './session-cookie.js';

const caller = Symbol('docket.caller');
const refused = Symbol('docket.refused');
type Refused = Extract<Authentication, { readonly refused: unknown }>['refused'];
type Authenticated = FastifyRequest & { [caller]?: Caller; [refused]?: Refused };

/** Who sent the request; every request to an operation has been through the hook. */
export const requestCaller = (request: FastifyRequest): Caller => {
  const known = (request as Authenticated)[caller];
  if (!known) throw new Error(`${request.method} ${request.routeOptions.url ?? ''} was not authenticated`);
  return known;
};

/** Whoever does what anybody may do: the address it comes from, which is never recorded. */
export const stranger = (request: FastifyRequest): Caller => ({ actor: { kind: 'system', id: clientAddress(request) }, roles: [] });

/** Who sent the request, where somebody has signed in; for a route that is authenticated `perhaps`. */
export const knownCaller = (request: FastifyRequest): Caller | undefined => (request as Authenticated)[caller];

/** What a route says of itself. `authenticated`: it stands for no one operation, but needs a token; `perhaps`: it asks for one itself, for all but what is
 *  open. `polled`: orchestrators ask it again and again, as often as they like. */
interface Declared {
  readonly operation?: Operation;
  readonly authenticated?: true | 'perhaps';
  readonly polled?: true;
}

const declared = (request: FastifyRequest): Declared => (request.routeOptions.config as Declared | undefined) ?? {};

/** The operation that a route stands for. */
export const operationOf = (request: FastifyRequest): Operation | undefined => declared(request).operation;

export const FORGED = problem(
  403,
  'request.forged',
  'a request that changes something comes from a page of this origin, or with an Authorization header',
);
const REALM = 'Bearer realm="docket"';

/** Nobody has signed in: 401. */
export const refuseStranger = (request: FastifyRequest, reply: FastifyReply): void =>
  refuseUnknown(request, reply, (request as Authenticated)[refused] ?? 'missing');

const refuseUnknown = (request: FastifyRequest, reply: FastifyReply, why: Refused): void => {
  reply.header('www-authenticate', why === 'missing' ? REALM : `${REALM}, error="invalid_token"`);
  const detail =
    why === 'missing'
      ? 'send an access token: Authorization: Bearer <token>'
      : 'the access token is not known here, has expired or was revoked';
  sendProblem(request, reply, problem(401, why === 'missing' ? 'token.missing' : 'token.invalid', detail));
};

/** Whether the request would be admitted now, as it was when it came. */
export const isStillAdmitted = async (authenticate: Authenticate, request: FastifyRequest): Promise<boolean> => {
  const operation = operationOf(request);
  const answer = await authenticate(credentialIn(request));
  return !('refused' in answer) && (operation === undefined || mayDo(operation, answer));
};

export interface AuthenticationOptions {
  readonly authenticate: Authenticate;
  readonly rates: RequestRates;
  readonly log: Log;
}

/** Whether a request that was counted is one too many, and has been answered so. */
const isOneTooMany = (request: FastifyRequest, reply: FastifyReply, rated: Rated | undefined): boolean => {
  if (!rated) return false;
  reply.headers(rated.headers);
  if (rated.retryAfterSeconds === undefined) return false;
  reply.header('retry-after', rated.retryAfterSeconds);
  sendProblem(request, reply, RATE_EXCEEDED);
  return true;
};

/** The same for a request of which nobody has proved who sends it. */
const isOneTooManyOfNobody = (request: FastifyRequest, reply: FastifyReply, rates: RequestRates): boolean =>
  isOneTooMany(request, reply, rates.countUnauthenticated(request.ip));

/** Before the body is read: whoever has no right sends none. Each operation names whom it admits; there is no default. */
export const authenticationHook =
  ({ authenticate, rates, log }: AuthenticationOptions): onRequestHookHandler =>
  (request, reply, done) => {
    const { operation, authenticated, polled } = declared(request);
    if (polled) return done();
    if (operation ? isOpen(operation) : !authenticated) return isOneTooManyOfNobody(request, reply, rates) || done();
    if (isForged(request)) return isOneTooManyOfNobody(request, reply, rates) || sendProblem(request, reply, FORGED);
    const credential = credentialIn(request);
    const decide = (answer: Authentication): void => {
      if ('refused' in answer) {
        if (isOneTooManyOfNobody(request, reply, rates)) return;
        if (authenticated !== 'perhaps') return refuseUnknown(request, reply, answer.refused);
        (request as Authenticated)[refused] = answer.refused;
        return done();
      }
      if (isOneTooMany(request, reply, rates.countAuthenticated(credential))) return;
      if (operation && !mayDo(operation, answer)) return sendProblem(request, reply, refusalProblem(notAdmitted(operation)));
      (request as Authenticated)[caller] = answer;
      done();
    };
    const answer = authenticate(credential);
    if (!(answer instanceof Promise)) return decide(answer);
    answer.then(decide).catch((error: unknown) => sendFailure(request, reply, error, log));
  };
