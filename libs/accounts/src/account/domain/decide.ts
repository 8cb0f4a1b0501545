import { absentTarget, refuse } from '@docket/deciding';
import type { Claim, Decision, DecisionContext, FactOf, Reference, Refusal } from '@docket/deciding';
import { agentFold, customerFold, isJoined } from '@docket/people/domain';
import type { ChangeAccount, CreateAccount, RecordPassword, SuspendAccount } from '../commands/index.js';
import { loginClaims, normaliseLogin, type Account, type AccountEvent, type OwnerKind } from './account.js';

const REQUESTER = 'requester';

export const ownerOf = ({ agentId, customerId }: CreateAccount): { readonly kind: OwnerKind; readonly id: string } | undefined => {
  if ((agentId === undefined) === (customerId === undefined)) return undefined;
  return agentId === undefined ? { kind: 'requester', id: customerId ?? '' } : { kind: 'agent', id: agentId };
};

/** The person whose account it shall be must be there. */
export const personOf = (_state: Account | undefined, command: CreateAccount): readonly Reference[] => {
  const owner = ownerOf(command);
  return owner ? [{ fold: owner.kind === 'agent' ? agentFold : customerFold, id: owner.id }] : [];
};

export const createAccount = (state: Account | undefined, command: CreateAccount, context: DecisionContext): Decision<AccountEvent> => {
  const owner = ownerOf(command);
  if (!owner)
    return refuse('account.owner', 'an account is an agent’s or a customer’s: give agentId or customerId', {
      kind: 'invalid',
      field: 'agentId',
    });
  if (state) return refuse('account.exists', 'this person has an account');
  const login = normaliseLogin(command.login);
  const roles = command.roles ?? (owner.kind === 'requester' ? [REQUESTER] : []);
  const refusal = unknownPerson(owner, context) ?? unusableLogin(login) ?? unfitRoles(owner.kind, roles);
  return refusal ?? [{ type: 'AccountCreated', data: { ownerKind: owner.kind, login, roles } }];
};

export const changeAccount = (state: Account | undefined, command: ChangeAccount): Decision<AccountEvent> => {
  if (!state) return absentTarget('account');
  const login = command.login === undefined ? state.login : normaliseLogin(command.login);
  const roles = command.roles ?? state.roles;
  const refusal = unusableLogin(login) ?? unfitRoles(state.ownerKind, roles);
  if (refusal) return refusal;
  const facts: FactOf<AccountEvent>[] = login === state.login ? [] : [{ type: 'AccountLoginChanged', data: { login } }];
  if (!sameRoles(roles, state.roles)) facts.push({ type: 'AccountRolesChanged', data: { roles, from: state.roles } });
  return facts;
};

export const suspendAccount = (
  state: Account | undefined,
  { reason }: SuspendAccount,
  context: DecisionContext,
): Decision<AccountEvent> => {
  if (!state) return absentTarget('account');
  if (state.id === context.actor.id) return refuse('account.yourOwn', 'nobody suspends the account that they act with');
  return state.suspended ? [] : [{ type: 'AccountSuspended', data: reason === undefined ? {} : { reason } }];
};

export const resumeAccount = (state: Account | undefined): Decision<AccountEvent> => {
  if (!state) return absentTarget('account');
  return state.suspended ? [{ type: 'AccountResumed', data: {} }] : [];
};

export const recordPassword = (state: Account | undefined, { credentialId, replaces }: RecordPassword): Decision<AccountEvent> => {
  if (!state) return absentTarget('account');
  if (state.credentialId !== replaces) return refuse('password.changed', 'somebody else has set the password meanwhile');
  return [{ type: 'PasswordSet', data: { credentialId } }];
};

export const claimsOfCreate = (_state: Account | undefined, { login }: CreateAccount): readonly Claim[] => loginClaims(login);

export const claimsOfChange = (state: Account | undefined, { login = state?.login }: ChangeAccount): readonly Claim[] =>
  login === undefined ? [] : loginClaims(login);

const unknownPerson = ({ kind, id }: { readonly kind: OwnerKind; readonly id: string }, context: DecisionContext): Refusal | undefined => {
  if (kind === 'agent')
    return context.reference(agentFold, id)
      ? undefined
      : refuse('agent.notFound', `there is no agent ${id}`, { kind: 'unprocessable', field: 'agentId' });
  const customer = context.reference(customerFold, id);
  return customer && !isJoined(customer)
    ? undefined
    : refuse('customer.notFound', `there is no customer ${id}`, { kind: 'unprocessable', field: 'customerId' });
};

/** Asked of the normalised text, because normalising can bring in blanks. */
const unusableLogin = (login: string): Refusal | undefined =>
  login === '' || /[\s\p{C}]/u.test(login)
    ? refuse('login.invalid', 'a login has no blanks and no control characters', { kind: 'invalid', field: 'login' })
    : undefined;

/** What a requester sees and what everybody else sees can't be mixed. */
const unfitRoles = (ownerKind: OwnerKind, roles: readonly string[]): Refusal | undefined => {
  const fits = ownerKind === 'requester' ? roles.length === 1 && roles[0] === REQUESTER : roles.length > 0 && !roles.includes(REQUESTER);
  return fits
    ? undefined
    : refuse('account.roles', 'a customer’s account has the role requester and no other; an agent’s has one or more of the others', {
        kind: 'invalid',
        field: 'roles',
      });
};

const sameRoles = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role));
