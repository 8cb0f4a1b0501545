import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { comparableName, subjectAfter } from '@docket/deciding';
import type { Claim, StreamFold, Subject } from '@docket/deciding';

/** As which kind of person somebody signs in. */
export type OwnerKind = 'agent' | 'requester';

/** Somebody who can sign in. Its id is that of the agent or customer whose it is. */
export interface Account extends Subject {
  readonly ownerKind: OwnerKind;
  /** Normalised; unique. */
  readonly login: string;
  /** Names of roles. */
  readonly roles: readonly string[];
  readonly suspended: boolean;
  /** When it was last suspended, also where it was resumed since: sessions that began before have ended. */
  readonly suspendedAt?: string;
  /** Absent: it has no password, so nobody signs in with it. */
  readonly credentialId?: string;
  /** When the password was set: sessions that began before have ended. */
  readonly passwordSetAt?: string;
}

export type AccountCreated = StreamEvent<
  'AccountCreated',
  { readonly ownerKind: OwnerKind; readonly login: string; readonly roles: readonly string[] }
>;
export type AccountLoginChanged = StreamEvent<'AccountLoginChanged', { readonly login: string }>;
export type AccountRolesChanged = StreamEvent<
  'AccountRolesChanged',
  { readonly roles: readonly string[]; readonly from: readonly string[] }
>;
export type AccountSuspended = StreamEvent<'AccountSuspended', { readonly reason?: string }>;
export type AccountResumed = StreamEvent<'AccountResumed'>;
export type PasswordSet = StreamEvent<'PasswordSet', { readonly credentialId: string }>;
export type AccountEvent = AccountCreated | AccountLoginChanged | AccountRolesChanged | AccountSuspended | AccountResumed | PasswordSet;

const personal = { personalOf: 'stream' } as const;

export const accountEvents = [
  eventType<AccountCreated['data']>()('AccountCreated', 1, { ownerKind: 'plain', login: personal, roles: 'plain' }),
  eventType<AccountLoginChanged['data']>()('AccountLoginChanged', 1, { login: personal }),
  eventType<AccountRolesChanged['data']>()('AccountRolesChanged', 1, { roles: 'plain', from: 'plain' }),
  eventType<AccountSuspended['data']>()('AccountSuspended', 1, { reason: personal }),
  eventType<AccountResumed['data']>()('AccountResumed', 1, {}),
  eventType<PasswordSet['data']>()('PasswordSet', 1, { credentialId: 'plain' }),
] as const;

export const evolveAccount = (state: Account | undefined, event: AccountEvent): Account => {
  const subject = subjectAfter(state, event);
  if (event.type === 'AccountCreated') return { ...subject, ...event.data, suspended: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  switch (event.type) {
    case 'AccountLoginChanged':
      return { ...state, ...subject, login: event.data.login };
    case 'AccountRolesChanged':
      return { ...state, ...subject, roles: event.data.roles };
    case 'AccountSuspended':
      return { ...state, ...subject, suspended: true, suspendedAt: event.metadata.recordedAt };
    case 'AccountResumed':
      return { ...state, ...subject, suspended: false };
    case 'PasswordSet':
      return { ...state, ...subject, credentialId: event.data.credentialId, passwordSetAt: event.metadata.recordedAt };
  }
};

export const accountFold: StreamFold<Account, AccountEvent> = { category: 'account', version: 2, evolve: evolveAccount };

/** A login as it is kept and compared. */
export const normaliseLogin = comparableName;

export const loginClaims = (login: string): readonly Claim[] => [{ kind: 'accountLogin', name: normaliseLogin(login), field: 'login' }];
