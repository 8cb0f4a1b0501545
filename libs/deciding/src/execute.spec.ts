import { TooLarge } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { Decider } from './decider.js';
import { FOLLOWED_STREAMS_MAX } from './limits.js';
import { FaultyStore } from './testing/faulty-store.js';
import { TEST_ACTOR, testIdentities } from './testing/given.js';
import {
  CloseBerth,
  JoinLicence,
  LogEntry,
  MoorBoat,
  OpenBerth,
  RegisterBoat,
  RegisterSkipper,
  ScrapBoat,
  boatDecider,
} from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';

const register = (name: string, more: Partial<RegisterBoat> = {}) => Object.assign(new RegisterBoat(), { name, ...more });
const entry = (text: string, more: Partial<LogEntry> = {}) => Object.assign(new LogEntry(), { entry: text, ...more });
const moor = (berth: string) => Object.assign(new MoorBoat(), { berth });

describe('a command', () => {
  test('answers with the state after it, which is the state that is read later', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const { target, stream } = await master.done(register('Ada'));
    const end = await master.done(entry('one', { times: 2 }), { target });
    expect(end).toMatchObject({
      target,
      stream: `boat-${target}`,
      revision: 2,
      position: await store.head(),
      changed: true,
      repeated: false,
    });
    expect(stream).toBe(end.stream);
    const { state, revision, position } = end;
    for (const asked of [master, new HarbourMaster(store)]) {
      expect(await asked.executor.load(boatDecider, target)).toEqual({ state, revision, position });
    }
  });

  test('is decided on events of older versions as if they were of the present one', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    await master.done(entry('one'), { target });
    const [, logged] = await store.readStream(`boat-${target}`);
    if (!logged) throw new Error('nothing was logged');
    const older = { ...logged, id: testIdentities.shipped('x'), data: { text: 'long ago' } };
    await store.append(`boat-${target}`, [{ ...older, metadata: { ...logged.metadata, schemaVersion: 1 } }], 1);
    expect(await master.done(entry('two'), { target })).toMatchObject({ state: { entries: ['one', 'long ago', 'two'] } });
  });

  test('for a stream that is absent is refused, and so is one that a log does not know', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const target = '018f8c7e-0000-7000-8000-00000000dead';
    expect(await master.refused(entry('x'), { target })).toMatchObject({ code: 'boat.notFound', kind: 'notFound' });
    expect(await master.refused(entry('x'), { target, expectedRevision: 3 })).toMatchObject({ code: 'boat.notFound' });
    expect(await master.executor.load(boatDecider, target)).toBeUndefined();
  });

  test('without a target, and of a class that no decider has, is a mistake of the program', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    await expect(master.execute(entry('x'))).rejects.toThrow('boat.LogEntry was given no target');
    const end = master.executor.execute(boatDecider, new OpenBerth(), { actor: TEST_ACTOR, via: 'test' });
    await expect(end).rejects.toThrow('OpenBerth is no command of boat');
  });

  test('that decides nothing for a stream that is absent is a mistake of the program', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const berth = await master.done(new OpenBerth());
    await master.done(new CloseBerth(), { target: berth.target });
    expect(await master.done(new CloseBerth(), { target: berth.target })).toMatchObject({ changed: false });
    const silent: Decider<object, StreamEvent> = {
      category: 'silence',
      version: 1,
      evolve: () => ({}),
      commands: { Keep: { command: ScrapBoat, creates: 'fresh', decide: () => [] } },
    };
    const end = master.executor.execute(silent, new ScrapBoat(), { actor: TEST_ACTOR, via: 'test' });
    await expect(end).rejects.toThrow('silence.Keep decided nothing');
  });

  test('creates without a key under an id that nobody can have heard of: nothing is read', async () => {
    const store = new FaultyStore();
    const master = new HarbourMaster(store);
    await master.done(new OpenBerth());
    expect(store.reads).toEqual([]);
  });

  test('that creates under a given id meets what is there', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const target = testIdentities.shipped('the first boat');
    expect(await master.done(register('Ada'), { target })).toMatchObject({ target, revision: 0 });
    expect(await master.refused(register('Eve'), { target })).toMatchObject({ code: 'boat.exists' });
  });

  test('whose events do not fit is the store’s failure', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const { target } = await master.done(register('Ada'));
    await expect(master.execute(entry('x', { times: 1001 }), { target })).rejects.toBeInstanceOf(TooLarge);
  });

  test('fails when the store is not there, and does nothing', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    store.unavailable = true;
    await expect(master.execute(entry('x'), { target })).rejects.toMatchObject({ name: 'StoreUnavailable' });
    store.unavailable = false;
    expect(await master.done(entry('x'), { target })).toMatchObject({ revision: 1 });
  });

  test('whose fact has a type that is declared nowhere is a mistake of the program', async () => {
    const master = new HarbourMaster(new MemoryEventStore(), { eventTypes: [] });
    await expect(master.execute(register('Ada'))).rejects.toThrow('the event type BoatRegistered is declared nowhere');
  });
});

describe('what a decision refers to', () => {
  test('is loaded, and seen as it is', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const { target } = await master.done(register('Ada'));
    const berth = (await master.done(new OpenBerth())).target;
    expect(await master.done(moor(berth), { target })).toMatchObject({ state: { berth } });
    await master.done(new CloseBerth(), { target: berth });
    const other = await master.done(register('Eve'));
    expect(await master.refused(moor(berth), { target: other.target })).toMatchObject({ code: 'berth.closed', field: 'berth' });
    expect(await master.refused(moor('nowhere'), { target: other.target })).toMatchObject({ code: 'berth.closed' });
  });

  test('must be named by the command', async () => {
    const decider: Decider<object, StreamEvent> = {
      category: 'spy',
      version: 1,
      evolve: () => ({}),
      commands: { Look: { command: ScrapBoat, creates: 'fresh', decide: (_, __, context) => (context.reference(boatDecider, 'x'), []) } },
    };
    const master = new HarbourMaster(new MemoryEventStore());
    const end = master.executor.execute(decider, new ScrapBoat(), { actor: TEST_ACTOR, via: 'test' });
    await expect(end).rejects.toThrow('the decision asks for boat-x, which the command’s references do not name');
  });
});

describe('a command that requires another one', () => {
  const licence = 'L-1234';
  const skipper = testIdentities.fromSecret('licence', licence);

  test('has it executed before, and is told its target', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const ada = await master.done(register('Ada', { licence }), { correlationId: 'request 7' });
    const eve = await master.done(register('Eve', { licence }));
    expect([ada.state.skipper, eve.state.skipper]).toEqual([skipper, skipper]);
    const [registered, ...more] = await master.eventsOf(`skipper-${skipper}`);
    const [boat] = await master.eventsOf(ada.stream);
    expect(more).toEqual([]);
    expect(registered?.metadata).toMatchObject({ actor: TEST_ACTOR, via: 'test', correlationId: 'request 7' });
    expect(registered?.metadata.causationId).toBe(boat?.metadata.commandId);
  });

  test('has it executed once, however often it is decided itself', async () => {
    const store = new FaultyStore();
    const master = new HarbourMaster(store);
    store.crashBehind('NameClaimed');
    await expect(master.execute(register('Ada', { licence }), { idempotencyKey: 'k' })).rejects.toThrow('crashed');
    await master.done(register('Ada', { licence }), { idempotencyKey: 'k' });
    expect(await master.eventsOf(`skipper-${skipper}`)).toHaveLength(1);
  });

  test('hands up its refusal, and does nothing then', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    expect(await master.refused(register('Ada', { licence: 'revoked' }))).toMatchObject({ code: 'licence.revoked', field: 'licence' });
    expect(await store.head()).toBeUndefined();
  });
});

describe('a stream that only points to another', () => {
  const register = (licence: string) => Object.assign(new RegisterSkipper(), { licence });
  const join = (licence: string, into: string) => Object.assign(new JoinLicence(), { licence, into });

  test('has its commands executed there, and that is their target', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const first = await master.done(register('L-1'));
    await master.done(join('L-2', first.target), { idempotencyKey: 'k' });
    expect(await master.done(register('L-2'))).toMatchObject({ target: first.target, stream: first.stream, changed: false });
    const boat = await master.done(Object.assign(new RegisterBoat(), { name: 'Ada', licence: 'L-2' }));
    expect(boat.state.skipper).toBe(first.target);
    // Repeated, it is answered where it was recorded.
    expect(await master.done(join('L-2', first.target), { idempotencyKey: 'k' })).toMatchObject({ repeated: true, revision: 0 });
  });

  test('is not followed for ever', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const idOf = (n: number) => testIdentities.fromSecret('licence', `L-${n}`);
    for (let n = 0; n <= FOLLOWED_STREAMS_MAX; n += 1) await master.done(join(`L-${n}`, idOf(n + 1)));
    await expect(master.execute(register('L-0'))).rejects.toThrow(`stands behind more than ${FOLLOWED_STREAMS_MAX} streams`);
    expect(await master.done(register('L-1'))).toMatchObject({ target: idOf(FOLLOWED_STREAMS_MAX + 1), changed: true });
  });
});
