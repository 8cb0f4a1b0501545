import type { StreamFold, StreamLoader } from '@docket/deciding';
import { accessTokenDecider, type AccessToken } from './access-token.js';
import { authenticator } from './authenticator.js';
import type { Caller } from './caller.js';
import { TOKEN_LENGTH_MAX, TOKEN_TRUSTED_MS_MAX, TOKENS_REMEMBERED_MAX } from './limits.js';
import { hashOfToken, newToken, tokenId } from './token.js';

const ID = '018f9c7e-0000-7000-8000-000000000001';
const AGENT = '018f9c7e-0000-7000-8000-00000000000a';

/** Streams of access tokens, and how often they were read. */
const issued = (tokens: Map<string, AccessToken>): StreamLoader & { reads: number } => ({
  reads: 0,
  async load<State>(fold: StreamFold<State>, id: string) {
    this.reads++;
    expect(fold).toBe(accessTokenDecider);
    const state = tokens.get(id);
    return state && { state: state as State, revision: 0, position: '1' };
  },
});

const given = (change: Partial<AccessToken> = {}, at = 0) => {
  const token = newToken(ID);
  const tokens = new Map<string, AccessToken>([
    [ID, { hash: hashOfToken(token), agentId: AGENT, roles: ['agent'], name: 'test', ...change }],
  ]);
  const streams = issued(tokens);
  const clock = { now: at };
  return { token, tokens, streams, clock, authenticate: authenticator({ streams, now: () => clock.now }) };
};

const caller: Caller = { actor: { kind: 'agent', id: AGENT }, roles: ['agent'] };

describe('a bearer token', () => {
  test('that was issued says who is asking', async () => {
    const { token, authenticate } = given();
    expect(await authenticate(`Bearer ${token}`)).toEqual(caller);
    expect(await authenticate(`bearer  ${token}`)).toEqual(caller);
  });

  test('is looked up once, then taken for TOKEN_TRUSTED_MS_MAX and looked up again: a revocation reaches by then', async () => {
    const { token, tokens, streams, clock, authenticate } = given();
    await authenticate(`Bearer ${token}`);
    tokens.clear();
    clock.now = TOKEN_TRUSTED_MS_MAX - 1;
    expect(authenticate(`Bearer ${token}`)).toEqual(caller);
    expect(streams.reads).toBe(1);
    clock.now = TOKEN_TRUSTED_MS_MAX;
    expect(await authenticate(`Bearer ${token}`)).toEqual({ refused: 'invalid' });
  });

  test('ends at the instant it expires, however lately it was looked up', async () => {
    const { token, clock, authenticate } = given({ expiresAt: '1970-01-01T00:00:00.500Z' }, 400);
    expect(await authenticate(`Bearer ${token}`)).toEqual(caller);
    clock.now = 499;
    expect(await authenticate(`Bearer ${token}`)).toEqual(caller);
    clock.now = 500;
    expect(await authenticate(`Bearer ${token}`)).toEqual({ refused: 'invalid' });
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', `Bearer ${'x'.repeat(TOKEN_LENGTH_MAX)}`])(
    'is missing in %j',
    (authorization) => {
      expect(given().authenticate(authorization)).toEqual({ refused: 'missing' });
    },
  );

  test('with another secret, of another log or of no form at all is invalid, and the last reads nothing', async () => {
    const { authenticate, streams, token } = given();
    expect(await authenticate(`Bearer ${newToken(ID)}`)).toEqual({ refused: 'invalid' });
    expect(await authenticate(`Bearer ${newToken(AGENT)}`)).toEqual({ refused: 'invalid' });
    expect(streams.reads).toBe(2);
    for (const text of ['secret', `${token}x`, token.slice(0, -1), token.toUpperCase()])
      expect(authenticate(`Bearer ${text}`)).toEqual({ refused: 'invalid' });
    expect(streams.reads).toBe(2);
  });

  test('names its stream', () => {
    expect(tokenId(newToken(ID))).toBe(ID);
    expect(newToken(ID)).not.toBe(newToken(ID));
  });
});

describe('the operator’s own token', () => {
  test('acts as whom it was given for, without the log', () => {
    const { streams } = given();
    const authenticate = authenticator({ streams, now: () => 0, given: { token: 'chosen', caller } });
    expect(authenticate('Bearer chosen')).toBe(caller);
    expect(authenticate('Bearer chosen')).toBe(caller);
    expect(authenticate('Bearer other')).toEqual({ refused: 'invalid' });
    expect(streams.reads).toBe(0);
  });
});

test(`no more than ${TOKENS_REMEMBERED_MAX} tokens are remembered: the oldest goes first`, async () => {
  const tokens = new Map<string, AccessToken>();
  const texts: string[] = [];
  for (let i = 0; i <= TOKENS_REMEMBERED_MAX; i++) {
    const id = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    const token = newToken(id);
    texts.push(token);
    tokens.set(id, { hash: hashOfToken(token), agentId: AGENT, roles: ['agent'], name: 'test' });
  }
  const streams = issued(tokens);
  const authenticate = authenticator({ streams, now: () => 0 });
  for (const token of texts) await authenticate(`Bearer ${token}`);
  const reads = streams.reads;
  await authenticate(`Bearer ${texts[1]}`);
  expect(streams.reads).toBe(reads);
  await authenticate(`Bearer ${texts[0]}`);
  expect(streams.reads).toBe(reads + 1);
});
