import { MemoryEventStore } from '@docket/event-store/testing';
import { CONFLICT_TRIES } from './limits.js';
import { FaultyStore } from './testing/faulty-store.js';
import { LogEntry, RegisterBoat, RenameBoat, ScrapBoat } from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';

const register = (name: string) => Object.assign(new RegisterBoat(), { name });
const entry = (text: string) => Object.assign(new LogEntry(), { entry: text });
const rename = (name: string) => Object.assign(new RenameBoat(), { name });

describe('a revision that the caller pinned', () => {
  test('holds: the command is executed at it, and refused at any other', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const { target } = await master.done(register('Ada'));
    await master.done(entry('one'), { target, expectedRevision: 0 });
    const refusal = await master.refused(entry('two'), { target, expectedRevision: 0 });
    expect(refusal).toMatchObject({ code: 'revision.mismatch', kind: 'preconditionFailed' });
    expect(refusal.message).toContain('revision 0 was expected, but it is at revision 1');
    expect(await master.refused(register('Eve'), { expectedRevision: 0 })).toMatchObject({ code: 'revision.mismatch' });
  });

  test('does not stand in the way of a command that is repeated', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const { target } = await master.done(register('Ada'));
    const envelope = { target, expectedRevision: 0, idempotencyKey: 'k' };
    await master.done(entry('one'), envelope);
    expect(await master.done(entry('one'), envelope)).toMatchObject({ repeated: true, revision: 1 });
  });

  test('is lost to whoever is faster: the command is not decided again', async () => {
    const store = new FaultyStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    store.beforeNextAppend(async () => void (await new HarbourMaster(store).done(entry('theirs'), { target })));
    expect(await master.refused(entry('mine'), { target, expectedRevision: 0 })).toMatchObject({ code: 'revision.mismatch' });
    expect(await master.eventsOf(`boat-${target}`)).toHaveLength(2);
  });
});

describe('a command that somebody was faster than', () => {
  test('is decided again on what is there then', async () => {
    const store = new FaultyStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    store.beforeNextAppend(async () => void (await new HarbourMaster(store).done(entry('theirs'), { target })));
    expect(await master.done(entry('mine'), { target })).toMatchObject({ revision: 2, state: { entries: ['theirs', 'mine'] } });
    store.beforeNextAppend(async () => void (await new HarbourMaster(store).done(new ScrapBoat(), { target })));
    expect(await master.refused(rename('Eve'), { target })).toMatchObject({ code: 'boat.scrapped' });
  });

  test('is given up when that happens again and again', async () => {
    const store = new FaultyStore();
    const master = new HarbourMaster(store);
    const other = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    let interruptions = 0;
    const interrupt = async (): Promise<void> => {
      interruptions += 1;
      await other.done(entry('theirs'), { target });
      if (interruptions < CONFLICT_TRIES) store.beforeNextAppend(interrupt);
    };
    store.beforeNextAppend(interrupt);
    expect(await master.refused(entry('mine'), { target })).toMatchObject({ code: 'revision.conflict', kind: 'conflict' });
    expect(interruptions).toBe(CONFLICT_TRIES);
    expect(await master.done(entry('mine'), { target })).toMatchObject({ revision: CONFLICT_TRIES + 1 });
  });

  test('gets through, however many there are in one process', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    const ends = await Promise.all(Array.from({ length: 200 }, (_, n) => master.done(entry(`${n}`), { target })));
    expect(new Set(ends.map(({ revision }) => revision)).size).toBe(200);
    expect(await master.eventsOf(`boat-${target}`)).toHaveLength(201);
  });
});
