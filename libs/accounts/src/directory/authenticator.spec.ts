import { hashOfToken, newSecret, tokenOf, TOKEN_LENGTH_MAX, type Caller } from '@docket/access';
import type { StreamFold, StreamLoader } from '@docket/deciding';
import { StoreUnavailable } from '@docket/event-store';
import { SESSION_CONTINUED_MS, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '../limits.js';
import { authenticator, CREDENTIALS_REMEMBERED_MAX, FOUND_TRUSTED_MS_MAX, LOOK_UPS_AT_ONCE_MAX } from './authenticator.js';
import { Directory } from './directory.js';

const AGENT = '018f9c7e-0000-7000-8000-00000000000a';
const at = (ms: number) => new Date(ms).toISOString();
const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** Streams as they stand, and how often they were read. */
class Streams implements StreamLoader {
  readonly states = new Map<string, object>();
  reads = 0;

  load<State>(fold: StreamFold<State>, id: string) {
    this.reads += 1;
    const state = this.states.get(`${fold.category}-${id}`) as State | undefined;
    return Promise.resolve(state && { state, revision: 0, position: '1' });
  }
}

const subject = (id: string, revision: number, now: number) => ({
  id,
  revision,
  position: String(revision),
  createdAt: at(now),
  updatedAt: at(now),
});

class Scene {
  readonly directory = new Directory(() => this.now);
  readonly streams = new Streams();
  readonly continued: string[] = [];
  now = 1_000_000;
  readonly authenticate = authenticator({
    directory: this.directory,
    streams: this.streams,
    now: () => this.now,
    onContinued: (id) => this.continued.push(id),
  });

  token(change: object = {}, id = idOf(1)): { bearer: string; state: object } {
    const text = tokenOf({ kind: 'token', id }, newSecret());
    const state = { ...subject(id, 0, this.now), hash: hashOfToken(text), agentId: AGENT, roles: ['agent'], name: 'test', revoked: false };
    return { bearer: `Bearer ${text}`, state: { ...state, ...change } };
  }

  known(change: object = {}): { bearer: string; state: object } {
    const made = this.token(change);
    this.directory.put('accessToken', made.state as never);
    return made;
  }

  account(change: object = {}, revision = 0): void {
    const state = { ownerKind: 'agent', login: 'ann', roles: ['agent', 'supervisor'], suspended: false };
    this.directory.put('account', { ...subject(AGENT, revision, this.now), ...state, ...change } as never);
  }

  session(number = 2, change: object = {}): string {
    const id = idOf(number);
    const text = tokenOf({ kind: 'session', id }, newSecret());
    const times = { expiresAt: at(this.now + SESSION_MS_MAX), usedAt: at(this.now) };
    const state = { ...subject(id, 0, this.now), hash: hashOfToken(text), accountId: AGENT, ...times, ended: false, ...change };
    this.directory.put('session', state);
    return `Bearer ${text}`;
  }
}

const caller: Caller = { actor: { kind: 'agent', id: AGENT }, roles: ['agent'] };
const INVALID = { refused: 'invalid' };

describe('a bearer token', () => {
  let scene: Scene;
  beforeEach(() => (scene = new Scene()));

  test('that the directory knows says who is asking, and no stream is read', () => {
    const { bearer } = scene.known();
    expect(scene.authenticate(bearer)).toEqual(caller);
    expect(scene.authenticate(bearer.replace('Bearer ', 'bearer  '))).toEqual(caller);
    expect(scene.streams.reads).toBe(0);
  });

  test('is refused with the next request after its revocation has come', () => {
    const { bearer, state } = scene.known();
    expect(scene.authenticate(bearer)).toEqual(caller);
    scene.directory.put('accessToken', { ...state, revision: 1, revoked: true } as never);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
  });

  test('that the directory does not know is looked up in its stream, then taken for FOUND_TRUSTED_MS_MAX and looked up again', async () => {
    const { bearer, state } = scene.token();
    scene.streams.states.set(`accessToken-${idOf(1)}`, state);
    const began = scene.now;
    expect(await scene.authenticate(bearer)).toEqual(caller);
    scene.streams.states.clear();
    scene.now = began + FOUND_TRUSTED_MS_MAX - 1;
    expect(scene.authenticate(bearer)).toEqual(caller);
    expect(scene.streams.reads).toBe(1);
    scene.now = began + FOUND_TRUSTED_MS_MAX;
    expect(await scene.authenticate(bearer)).toEqual(INVALID);
  });

  test('that nobody knows while the log is away fails, and one that the directory knows does not', async () => {
    scene.streams.load = () => Promise.reject(new StoreUnavailable('away'));
    await expect(scene.authenticate(scene.token({}, idOf(7)).bearer)).rejects.toThrow(StoreUnavailable);
    expect(scene.authenticate(scene.known().bearer)).toEqual(caller);
  });

  test('that many send at once is looked up once, and no more of those that nobody knows than may be', async () => {
    const { bearer, state } = scene.token();
    scene.streams.states.set(`accessToken-${idOf(1)}`, state);
    const same = Array.from({ length: 2 * LOOK_UPS_AT_ONCE_MAX }, async () => scene.authenticate(bearer));
    const others = Array.from({ length: LOOK_UPS_AT_ONCE_MAX }, async (_, at) => scene.authenticate(scene.token({}, idOf(at + 2)).bearer));
    const ends = await Promise.allSettled(others);
    expect(ends.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: expect.any(StoreUnavailable) as unknown }]);
    for (const known of await Promise.all(same)) expect(known).toEqual(caller);
    expect(scene.streams.reads).toBe(LOOK_UPS_AT_ONCE_MAX);
    expect(await scene.authenticate(scene.token({}, idOf(5_000)).bearer)).toEqual(INVALID);
  });

  test('ends at the instant it expires', () => {
    const { bearer } = scene.known({ expiresAt: at(scene.now + 100) });
    scene.now += 99;
    expect(scene.authenticate(bearer)).toEqual(caller);
    scene.now += 1;
    expect(scene.authenticate(bearer)).toEqual(INVALID);
  });

  test('of an account has what the account still has of its roles, and nothing while that is suspended', () => {
    scene.account();
    const { bearer } = scene.known({ accountId: AGENT, roles: ['agent', 'administrator'] });
    expect(scene.authenticate(bearer)).toEqual(caller);
    scene.account({ roles: ['auditor'] }, 1);
    expect(scene.authenticate(bearer)).toEqual({ ...caller, roles: [] });
    scene.account({ suspended: true }, 2);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
    scene.account({}, 3);
    expect(scene.authenticate(bearer)).toEqual(caller);
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', `Bearer ${'x'.repeat(TOKEN_LENGTH_MAX)}`])(
    'is missing in %j',
    (authorization) => {
      expect(scene.authenticate(authorization)).toEqual({ refused: 'missing' });
    },
  );

  test('with another secret or of no form at all is invalid, and reads nothing', () => {
    const { bearer } = scene.known();
    const other = `Bearer ${tokenOf({ kind: 'token', id: idOf(1) }, newSecret())}`;
    for (const authorization of [other, 'Bearer secret', `${bearer}x`, bearer.slice(0, -1), bearer.replace('docket_', 'DOCKET_')])
      expect(scene.authenticate(authorization)).toEqual(INVALID);
    expect(scene.streams.reads).toBe(0);
  });
});

describe('a session', () => {
  let scene: Scene;
  let bearer: string;
  beforeEach(() => {
    scene = new Scene();
    scene.account();
    bearer = scene.session();
  });

  test('says whose account it is, with the roles that the account has now', () => {
    const signedIn = { actor: { kind: 'agent', id: AGENT }, roles: ['agent', 'supervisor'], sessionId: idOf(2) };
    expect(scene.authenticate(bearer)).toEqual(signedIn);
    scene.account({ roles: ['auditor'] }, 1);
    expect(scene.authenticate(bearer)).toEqual({ ...signedIn, roles: ['auditor'] });
  });

  test('is over with another password than the one that it began with, whichever was first by the clock', () => {
    scene.account({ credentialId: idOf(8), passwordSetAt: at(scene.now) }, 1);
    expect(scene.authenticate(scene.session(3, { credentialId: idOf(8) }))).toMatchObject({ sessionId: idOf(3) });
    expect(scene.authenticate(scene.session(4, { credentialId: idOf(7), createdAt: at(scene.now + 1) }))).toEqual(INVALID);
  });

  test('ends when the account is suspended, and when its password is set anew', () => {
    scene.account({ passwordSetAt: at(scene.now + 1) }, 1);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
    scene.account({ suspended: true }, 2);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
  });

  test('that a suspension has ended does not begin anew when the account is resumed', () => {
    scene.account({ suspended: false, suspendedAt: at(scene.now) }, 1);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
    scene.now += 1;
    expect(scene.authenticate(scene.session(3))).toMatchObject({ sessionId: idOf(3) });
  });

  test('is over when it was not used for SESSION_IDLE_MS_MAX', () => {
    scene.now += SESSION_IDLE_MS_MAX - 1;
    expect(scene.authenticate(bearer)).toMatchObject({ sessionId: idOf(2) });
    scene.now += 1;
    expect(scene.authenticate(bearer)).toEqual(INVALID);
  });

  test('is said to go on when it is used, once in SESSION_CONTINUED_MS', () => {
    scene.now += SESSION_CONTINUED_MS - 1;
    void scene.authenticate(bearer);
    expect(scene.continued).toEqual([]);
    scene.now += 1;
    void scene.authenticate(bearer);
    void scene.authenticate(bearer);
    expect(scene.continued).toEqual([idOf(2)]);
  });

  test('that ended is nobody’s', () => {
    scene.directory.put('session', { ...(scene.directory.session(idOf(2)) as object), revision: 1, ended: true } as never);
    expect(scene.authenticate(bearer)).toEqual(INVALID);
  });
});

describe('the operator’s own token', () => {
  test('acts as whom it was given for, without the log', () => {
    const streams = new Streams();
    const given = { token: 'chosen', caller: () => caller };
    const authenticate = authenticator({ directory: new Directory(), streams, now: () => 0, given });
    expect(authenticate('Bearer chosen')).toBe(caller);
    expect(authenticate('Bearer chosen')).toBe(caller);
    expect(authenticate('Bearer other')).toEqual(INVALID);
    expect(streams.reads).toBe(0);
  });
});

test(`no more than ${CREDENTIALS_REMEMBERED_MAX} credentials are remembered: the oldest goes first`, async () => {
  const scene = new Scene();
  const bearers: string[] = [];
  for (let index = 0; index <= CREDENTIALS_REMEMBERED_MAX; index++) {
    const { bearer, state } = scene.token({}, idOf(index));
    bearers.push(bearer);
    scene.streams.states.set(`accessToken-${idOf(index)}`, state);
  }
  for (const bearer of bearers) await scene.authenticate(bearer);
  const { reads } = scene.streams;
  await scene.authenticate(bearers[1]);
  expect(scene.streams.reads).toBe(reads);
  await scene.authenticate(bearers[0]);
  expect(scene.streams.reads).toBe(reads + 1);
});
