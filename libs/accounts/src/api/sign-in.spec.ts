import 'reflect-metadata';
import { type Caller, credentialOf, withCaller } from '@docket/access';
import { type Executor, isRefusal, withEnvelope } from '@docket/deciding';
import { LogInMemory, TEST_NOW } from '@docket/deciding/testing';
import { StoreUnavailable, subjectIdOf } from '@docket/event-store';
import { agentDecider, CreateAgent, people } from '@docket/people';
import { CreateAccount } from '../account/commands/index.js';
import { accountDecider } from '../account/decider.js';
import { accountFold, type Account } from '../account/domain/account.js';
import { CredentialsUnavailable } from '../credentials/credential-store.js';
import { authenticator } from '../directory/authenticator.js';
import { Directory } from '../directory/directory.js';
import { FAILED_SIGN_INS_OF_LOGIN_MAX, SESSION_MS_MAX, SESSIONS_DISPLACED_AT_ONCE_MAX, SESSIONS_OF_ACCOUNT_MAX } from '../limits.js';
import { accountsReadSide } from '../read-side.js';
import { ContinueSession, EndSession, StartSession } from '../session/commands.js';
import { sessionDecider } from '../session/decider.js';
import { CredentialsInMemory } from '../testing/credentials-in-memory.js';
import { ChangeOwnPassword, SetPassword, SignIn } from './inputs.js';
import { ChangeOwnPasswordHandler, SetPasswordHandler } from './password-actions.js';
import { Passwords } from './passwords.js';
import { SignInHandler } from './session-actions.js';
import { SignInAttempts } from './sign-in-attempts.js';

const OLD = 'correct horse battery staple';
const [NEW, OTHER] = ['a longer one that is harder to guess', 'yet another one that nobody knows'];
const STRANGER = { actor: { kind: 'system', id: '192.0.2.1' }, via: 'test' } as const;

/** Verifiers that are given, and kept, when a test lets them be. */
class SlowCredentials extends CredentialsInMemory {
  asked: () => void = () => undefined;
  gives: () => Promise<void> = () => Promise.resolve();
  keeps: () => Promise<void> = () => Promise.resolve();

  override async get(accountId: string, credentialId: string): Promise<string | undefined> {
    const found = await super.get(accountId, credentialId);
    this.asked();
    await this.gives();
    return found;
  }

  override async put(accountId: string, credentialId: string, verifier: string): Promise<void> {
    await super.put(accountId, credentialId, verifier);
    await this.keeps();
  }
}

/** An account that somebody can sign in with. */
class Scene {
  readonly log = new LogInMemory([...people.events, ...accountsReadSide.events]);
  readonly directory = new Directory(() => Date.parse(TEST_NOW));
  readonly credentials = new SlowCredentials();
  executor: Executor = this.log.executor;
  id = '';

  static async of(password: string): Promise<Scene> {
    const scene = new Scene();
    const agent = await scene.log.execute(agentDecider, Object.assign(new CreateAgent(), { name: 'Ann' }));
    if (isRefusal(agent)) throw new Error(agent.code);
    scene.id = agent.target;
    const command = Object.assign(new CreateAccount(), { agentId: scene.id, login: 'ann', roles: ['agent'] });
    const made = await scene.log.execute(accountDecider, command);
    if (isRefusal(made)) throw new Error(made.code);
    scene.directory.put('account', made.state);
    await scene.set(password);
    return scene;
  }

  get passwords(): Passwords {
    return new Passwords(this.executor, this.credentials);
  }

  async account(): Promise<Account | undefined> {
    return (await this.log.executor.load(accountFold, this.id))?.state;
  }

  set(password: string) {
    const action = Object.assign(new SetPassword(), { password });
    return new SetPasswordHandler(this.passwords).execute(withEnvelope(action, { ...STRANGER, target: this.id }));
  }

  change(current: string, password: string) {
    const caller: Caller = { actor: { kind: 'agent', id: this.id }, roles: ['agent'] };
    const action = withCaller(Object.assign(new ChangeOwnPassword(), { current, password }), caller);
    return new ChangeOwnPasswordHandler(this.passwords, new SignInAttempts()).execute(
      withEnvelope(action, { actor: caller.actor, via: 'test' }),
    );
  }

  signInHandler(): (login: string, password: string) => ReturnType<SignInHandler['execute']> {
    const handler = new SignInHandler(this.executor, this.directory, this.passwords, new SignInAttempts());
    return (login, password) => handler.execute(withEnvelope(Object.assign(new SignIn(), { login, password }), STRANGER));
  }

  /** Somebody has signed in, elsewhere. Gives the session's id. */
  async begin(): Promise<string> {
    const { credentialId } = (await this.account()) ?? {};
    const expiresAt = new Date(Date.parse(TEST_NOW) + SESSION_MS_MAX).toISOString();
    return this.ofSession(Object.assign(new StartSession(), { hash: 'a'.repeat(64), accountId: this.id, expiresAt, credentialId }));
  }

  async ofSession(command: StartSession | ContinueSession, target?: string): Promise<string> {
    const done = await this.log.execute(sessionDecider, command, target);
    if (isRefusal(done)) throw new Error(done.code);
    this.directory.put('session', done.state);
    return done.target;
  }

  /** The sessions that have ended, and what is said of it. */
  async ended(): Promise<readonly object[]> {
    const events = await this.log.events();
    return events.flatMap(({ type, stream, data }) => (type === 'SessionEnded' ? [{ session: subjectIdOf(stream), ...data }] : []));
  }

  async isRight(password: string): Promise<unknown> {
    return this.passwords.isRight(await this.account(), password);
  }

  /** Holds what is asked of the credentials until it is let go, while `meanwhile` is done. */
  async during<Result>(work: () => Promise<Result>, meanwhile: () => Promise<unknown>): Promise<Result> {
    let letGo = (): void => undefined;
    const asked = new Promise<void>((resolve) => (this.credentials.asked = resolve));
    const given = new Promise<void>((resolve) => (letGo = resolve));
    this.credentials.gives = () => given;
    const result = work();
    await asked;
    await meanwhile();
    letGo();
    return result;
  }
}

describe('signing in', () => {
  test('with a password that is changed while it is being checked begins no session that is good', async () => {
    const scene = await Scene.of(OLD);
    const answer = await scene.during(
      () => scene.signInHandler()('ann', OLD),
      () => scene.set(NEW),
    );
    const token = isRefusal(answer) ? '' : (answer.body as { token: string }).token;
    const authenticate = authenticator({ directory: new Directory(), streams: scene.log.executor, now: () => Date.parse(TEST_NOW) });
    expect(await authenticate(`Bearer ${token}`)).toEqual({ refused: 'invalid' });
  });

  test('is tried no oftener at once than one after the other', async () => {
    const scene = await Scene.of(OLD);
    const signIn = scene.signInHandler();
    const tried = await Promise.all(Array.from({ length: 2 * FAILED_SIGN_INS_OF_LOGIN_MAX }, () => signIn('ann', OTHER)));
    const codes = tried.map((answer) => (isRefusal(answer) ? answer.code : 'signed in'));
    expect(codes.filter((code) => code === 'signIn.failed')).toHaveLength(FAILED_SIGN_INS_OF_LOGIN_MAX);
    expect(codes.filter((code) => code === 'password.busy')).toHaveLength(FAILED_SIGN_INS_OF_LOGIN_MAX);
    expect(await signIn('ann', OLD)).toMatchObject({ code: 'signIn.tooMany' });
  });

  test('fails alike for somebody’s login and for nobody’s while a store is away', async () => {
    const scene = await Scene.of(OLD);
    scene.credentials.gives = () => Promise.reject(new CredentialsUnavailable('away'));
    for (const login of ['ann', 'nobody']) await expect(scene.signInHandler()(login, OLD)).rejects.toThrow(CredentialsUnavailable);
    scene.executor = { ...scene.executor, load: () => Promise.reject(new StoreUnavailable('away')) };
    for (const login of ['ann', 'nobody']) await expect(scene.signInHandler()(login, OLD)).rejects.toThrow(StoreUnavailable);
  });
});

describe('an account that has as many sessions as it may', () => {
  test('has the one whose last use is the longest ago ended by the next sign-in, and one that is in use not', async () => {
    const scene = await Scene.of(OLD);
    const signIn = scene.signInHandler();
    const begun: string[] = [];
    for (let sessions = 1; sessions < SESSIONS_OF_ACCOUNT_MAX; sessions += 1) begun.push(await scene.begin());
    const [first, second, third] = begun;
    await scene.ofSession(new ContinueSession(), first);
    await signIn('ann', OLD);
    expect(await scene.ended()).toEqual([]);
    const displacing: (string | undefined)[] = [];
    for (const _ of [second, third]) {
      const answer = await signIn('ann', OLD);
      displacing.push(isRefusal(answer) ? undefined : credentialOf((answer.body as { token: string }).token)?.id);
    }
    expect(await scene.ended()).toEqual([
      { session: second, displacedBy: displacing[0] },
      { session: third, displacedBy: displacing[1] },
    ]);
    expect(scene.directory.session(second ?? '')).toMatchObject({ ended: true });
  });

  test('loses a few of them at a time where they are many more: nobody waits for all of them to end', async () => {
    const scene = await Scene.of(OLD);
    const begun: string[] = [];
    for (let sessions = 0; sessions < SESSIONS_OF_ACCOUNT_MAX + SESSIONS_DISPLACED_AT_ONCE_MAX; sessions += 1)
      begun.push(await scene.begin());
    await scene.signInHandler()('ann', OLD);
    expect(await scene.ended()).toMatchObject(begun.slice(0, SESSIONS_DISPLACED_AT_ONCE_MAX).map((session) => ({ session })));
    await scene.signInHandler()('ann', OLD);
    expect(await scene.ended()).toHaveLength(SESSIONS_DISPLACED_AT_ONCE_MAX + 2);
  });

  test('makes room when one ends by itself', async () => {
    const scene = await Scene.of(OLD);
    const [first] = [await scene.begin()];
    for (let sessions = 1; sessions < SESSIONS_OF_ACCOUNT_MAX; sessions += 1) await scene.begin();
    await scene.ofSession(new EndSession(), first);
    await scene.signInHandler()('ann', OLD);
    expect(await scene.ended()).toEqual([{ session: first }]);
  });
});

describe('a password', () => {
  test('that two set at once is one of theirs in the end, and can be signed in with', async () => {
    const scene = await Scene.of(OLD);
    let together = (): void => undefined;
    const both = new Promise<void>((resolve) => (together = resolve));
    let kept = 0;
    scene.credentials.keeps = () => {
      kept += 1;
      if (kept === 2) together();
      return both;
    };
    const answers = await Promise.all([scene.set(NEW), scene.set(OTHER)]);
    expect(answers.filter(isRefusal)).toEqual([]);
    expect([await scene.isRight(NEW), await scene.isRight(OTHER)].filter((right) => right === true)).toHaveLength(1);
    expect(scene.credentials.verifiers.size).toBe(1);
  });

  test('that is set while its owner’s own change is being checked is the password: the one before is no proof any more', async () => {
    const scene = await Scene.of(OLD);
    const answer = await scene.during(
      () => scene.change(OLD, OTHER),
      () => scene.set(NEW),
    );
    expect(answer).toMatchObject({ code: 'password.wrong', field: 'current' });
    expect(await scene.isRight(NEW)).toBe(true);
    expect(scene.credentials.verifiers.size).toBe(1);
  });
});
