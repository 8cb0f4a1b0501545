import { isRefusal, type Refusal } from '@docket/deciding';
import type { FastifyRequest } from 'fastify';
import { endOfAction } from '../command-end.js';
import { counted } from '../counted-change.js';
import { actionDispatch, noId } from '../dispatch.js';
import { type ActionOperation, type Answer, isOpen } from '../operation.js';
import { refusalProblem } from '../problems/refusal-problem.js';
import { uuidOf } from '../uuid.js';
import { inputReader } from '../validation/input-reader.js';
import { sendBody, sendProblem } from './answering.js';
import { requestCaller, stranger } from './authentication.js';
import { isOverTls } from './client.js';
import { type CommandServices, envelopeFrom, type Handle } from './command-handler.js';
import { etagOf } from './headers.js';
import { API_PREFIX, parametersOf } from './path.js';
import { sessionCookie } from './session-cookie.js';
import { withoutParameters } from './unheard-parameters.js';

/** How an operation's action is taken from a request, dispatched on the CommandBus and answered. */
export const actionHandler = (operation: ActionOperation, services: CommandServices): Handle => {
  const dispatch = actionDispatch(operation, services);
  const reader = inputReader(operation.action);
  const targeted = parametersOf(operation.path).includes('id');
  const open = isOpen(operation);

  const execute = async (request: FastifyRequest): Promise<Answer | Refusal> => {
    withoutParameters(request.query);
    const action = reader.read(request.body ?? {});
    const target = targeted ? uuidOf((request.params as Readonly<Record<string, string>>)['id']) : undefined;
    if (targeted && target === undefined) return noId(operation);
    return dispatch(action, envelopeFrom(request, target), open ? stranger(request) : requestCaller(request));
  };

  const change = counted(operation.name, services.countCommand, endOfAction, execute);

  return async (request, reply) => {
    const answer = await change(request);
    if (isRefusal(answer)) {
      if (answer.retryAfterSeconds !== undefined) reply.header('retry-after', answer.retryAfterSeconds);
      return sendProblem(request, reply, refusalProblem(answer));
    }
    if (answer.created !== undefined) reply.header('location', `${API_PREFIX}${operation.path}/${answer.created}`);
    if (answer.revision !== undefined) reply.header('etag', etagOf(answer.revision));
    if (answer.session !== undefined) reply.header('set-cookie', sessionCookie(answer.session, isOverTls(request)));
    sendBody(reply, answer.created === undefined ? 200 : 201, answer.body);
  };
};
