import { absentTarget, refuse, tidyName } from '@docket/deciding';
import type { Claim, Decision, FactOf, Refusal } from '@docket/deciding';
import type { ChangeAgent, CreateAgent } from '../commands/index.js';
import { differing, isEmpty } from '../../domain/details.js';
import type { Changes } from '../../domain/details.js';
import { normaliseEmail } from '../../domain/email.js';
import { isLogin, normaliseLogin } from '../../domain/login.js';
import { loginClaims } from './agent.js';
import type { Agent, AgentDetails, AgentEvent } from './agent.js';

export const createAgent = (state: Agent | undefined, command: CreateAgent): Decision<AgentEvent> => {
  if (state) return refuse('agent.exists', 'there is an agent of this id');
  const { name, login, email } = command;
  const refusal = unusableLogin(login);
  if (refusal) return refusal;
  const data = {
    name: tidyName(name),
    ...(login ? { login: normaliseLogin(login) } : {}),
    ...(email ? { email: normaliseEmail(email) } : {}),
    ...(command.externalRef ? { externalRef: { system: command.externalRef.system, id: command.externalRef.id } } : {}),
  };
  return [{ type: 'AgentCreated', data }];
};

export const changeAgent = (state: Agent | undefined, command: ChangeAgent): Decision<AgentEvent> => {
  if (!state) return absentTarget('agent');
  const refusal = unusableLogin(command.login);
  if (refusal) return refusal;
  const details = differing<AgentDetails>(state, wantedDetails(command));
  const facts: FactOf<AgentEvent>[] = isEmpty(details) ? [] : [{ type: 'AgentDetailsChanged', data: details }];
  if (command.active === false && state.active) facts.push({ type: 'AgentDeactivated', data: {} });
  if (command.active === true && !state.active) facts.push({ type: 'AgentReactivated', data: {} });
  return facts;
};

/** The login that the agent holds after the command. */
export const claimsOfCreate = (_state: Agent | undefined, command: CreateAgent): readonly Claim[] => loginClaims(command.login);

export const claimsOfChange = (state: Agent | undefined, command: ChangeAgent): readonly Claim[] => {
  return loginClaims(command.login === undefined ? state?.login : command.login);
};

const wantedDetails = ({ name, login, email }: ChangeAgent): Changes<AgentDetails> => ({
  ...(name === undefined ? {} : { name: tidyName(name) }),
  ...(login === undefined ? {} : { login: login === null ? null : normaliseLogin(login) }),
  ...(email === undefined ? {} : { email: email === null ? null : normaliseEmail(email) }),
});

const unusableLogin = (login: string | null | undefined): Refusal | undefined =>
  typeof login === 'string' && !isLogin(normaliseLogin(login))
    ? refuse('login.invalid', 'a login has no blanks and no control characters', { kind: 'invalid', field: 'login' })
    : undefined;
