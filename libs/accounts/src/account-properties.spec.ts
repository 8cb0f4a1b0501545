import 'reflect-metadata';
import fc from 'fast-check';
import { comparableName } from '@docket/deciding';
import type { Decider } from '@docket/deciding';
import { undeclaredFields } from '@docket/deciding/testing';
import type { StreamEvent } from '@docket/event-store';
import { drawsEachType } from '@docket/event-store/testing';
import { plainFold, projectionProperties } from '@docket/projecting/testing';
import { accountDecider } from './account/decider.js';
import type { Account, AccountEvent } from './account/domain/account.js';
import { accounts } from './capability.js';
import { accessTokensProjection, accountsProjection, sessionsProjection } from './projections.js';
import { sessionDecider } from './session/decider.js';
import type { Session } from './session/session.js';
import { Household, hashOf, steps } from './testing/random-household.js';
import type { AccessToken, AccessTokenEvent } from './token/access-token.js';
import { accessTokenDecider } from './token/decider.js';

const afterAny = (check: (household: Household) => Promise<void> | void) =>
  fc.assert(fc.asyncProperty(steps, async (wanted) => check(await Household.after(wanted))));

const eventsOf = async (household: Household, { category }: { readonly category: string }): Promise<readonly StreamEvent[]> =>
  (await household.log.events()).filter(({ stream }) => stream.startsWith(`${category}-`));

/** The states after each event, the last one of each stream. */
const replayed = <State, Event extends StreamEvent>({ evolve }: Pick<Decider<State, Event>, 'evolve'>, events: readonly Event[]) => {
  const states = new Map<string, State>();
  for (const event of events) states.set(event.stream, evolve(states.get(event.stream), event));
  return [...states.values()];
};

const rowsOf = (projection: Parameters<typeof plainFold>[0], events: readonly StreamEvent[]): unknown[] =>
  [...(plainFold(projection, events).get(projection.rows.name)?.values() ?? [])].map(({ body }) => body);

describe('after any sequence of commands', () => {
  test('an account is a person’s who is there, and has roles that fit this person', () =>
    afterAny((household) => {
      for (const [id, { ownerKind, roles }] of household.states<Account>(accountDecider)) {
        expect(ownerKind === 'agent' ? household.agents : household.customers).toContain(id);
        if (ownerKind === 'requester') expect(roles).toEqual(['requester']);
        else expect(roles.length > 0 && !roles.includes('requester')).toBe(true);
      }
    }));

  test('logins are unique, and kept as they are compared', () =>
    afterAny((household) => {
      const logins = [...household.states<Account>(accountDecider).values()].map(({ login }) => login);
      expect(logins).toEqual(logins.map(comparableName));
      expect(logins).toHaveLength(new Set(logins).size);
    }));

  test('it is known since when an account is suspended and has its password', () =>
    afterAny((household) => {
      for (const account of household.states<Account>(accountDecider).values()) {
        if (account.suspended) expect(account.suspendedAt).toBeDefined();
        expect(account.passwordSetAt === undefined).toBe(account.credentialId === undefined);
      }
    }));

  test('what was changed of an account is as it was asked for: asked for again, nothing changes', () =>
    afterAny(({ repeated }) => {
      for (const { once, again } of repeated) expect(again).toMatchObject({ changed: false, state: once });
    }));

  test('a token is somebody’s who was there, with no role that its owner had not, and ends after it began', () =>
    afterAny(async (household) => {
      const now = new Map<string, Account>();
      for (const event of await household.log.events()) {
        if (event.stream.startsWith('account-'))
          now.set(event.stream, accountDecider.evolve(now.get(event.stream), event as unknown as AccountEvent));
        if (event.type !== 'AccessTokenIssued') continue;
        const { agentId, accountId, roles, expiresAt } = (event as unknown as AccessTokenEvent & { type: 'AccessTokenIssued' }).data;
        if (accountId === undefined) expect(household.agents.includes(agentId) && !roles.includes('requester')).toBe(true);
        else expect(now.get(`account-${accountId}`)?.roles).toEqual(expect.arrayContaining([...roles]));
        if (expiresAt !== undefined) expect(expiresAt > event.metadata.recordedAt).toBe(true);
      }
      for (const [id, { hash, name }] of household.states<AccessToken>(accessTokenDecider))
        expect([hash, name]).toEqual([hashOf(id), 'monitoring']);
    }));

  test('nothing happens to a token that was revoked, or to a session that has ended', () =>
    afterAny(async (household) => {
      const over = new Set<string>();
      for (const { stream, type } of await household.log.events()) {
        expect(over).not.toContain(stream);
        if (type === 'AccessTokenRevoked' || type === 'SessionEnded') over.add(stream);
      }
    }));

  test('a session was last used when it was last said to go on', () =>
    afterAny((household) => {
      for (const { createdAt, usedAt, updatedAt, ended } of household.states<Session>(sessionDecider).values()) {
        expect(createdAt <= usedAt && usedAt <= updatedAt).toBe(true);
        if (!ended) expect(usedAt).toBe(updatedAt);
      }
    }));

  test('a replay gives the states that were answered, and the read models show them', () =>
    afterAny(async (household) => {
      const shown = [
        [accountDecider, accountsProjection, () => true],
        [accessTokenDecider, accessTokensProjection, () => true],
        [sessionDecider, sessionsProjection, (state: unknown) => !(state as Session).ended],
      ] as const;
      for (const [decider, projection, isShown] of shown) {
        const states = [...household.states<unknown>(decider).values()];
        const events = await eventsOf(household, decider);
        expect(replayed(decider as Decider, events)).toEqual(states);
        expect(rowsOf(projection, events)).toEqual(states.filter(isShown));
      }
    }));

  test('the log holds no field of which nobody said whether it is personal', () =>
    afterAny(async (household) => {
      for (const decider of accounts.deciders) expect(undeclaredFields(await eventsOf(household, decider), accounts.events)).toEqual([]);
    }));
});

// The executor is asynchronous, so the logs are made before the properties are asked.
const households = await Promise.all(fc.sample(steps, { numRuns: 30, seed: 6 }).map((wanted) => Household.after(wanted)));
const logs = await Promise.all(households.map(({ log }) => log.events()));

drawsEachType(accounts.events, logs);

projectionProperties([accountsProjection, accessTokensProjection, sessionsProjection], logs, { runs: 30 });
