import { MemoryEventStore } from '@docket/event-store/testing';
import { APPEND_EVENTS_MAX, EVENT_BYTES_MAX } from '@docket/event-store';
import { CONFLICT_TRIES, STREAM_EVENTS_MAX } from './limits.js';
import { FaultyStore } from './testing/faulty-store.js';
import { TEST_NOW } from './testing/given.js';
import { CloseBerth, berthDecider, boatDecider, skipperDecider } from './testing/harbour.js';
import { chronicled, closed, opened } from './testing/harbour-chronicle.js';
import { HarbourMaster } from './testing/harbour-master.js';
import type { HistoryRow } from './history-row.js';

const BERTH = '018f8c7e-0000-7000-8000-0000000000be';
const STREAM = `berth-${BERTH}`;

describe('a history that is recorded', () => {
  let memory: MemoryEventStore;
  let store: FaultyStore;
  let master: HarbourMaster;
  const record = (...rows: readonly HistoryRow[]) => master.executor.recordHistory(berthDecider, BERTH, rows);
  const codes = async (...rows: readonly HistoryRow[]) =>
    (await record(...rows)).ends.map((end) => (typeof end === 'string' ? end : end.code));
  const timesOf = async () => (await store.readStream(STREAM)).map(({ metadata: { occurredAt, recordedAt } }) => [occurredAt, recordedAt]);
  const beginning = chronicled('1', '01:00:00', opened);

  beforeEach(() => {
    memory = new MemoryEventStore();
    store = new FaultyStore(memory);
    master = new HarbourMaster(store);
  });

  test('says when things happened, who did them, and that they were imported; it was recorded now', async () => {
    const { ends, loaded } = await record(beginning, chronicled('2', '02:00:00', closed('storm', 'night')));
    expect(ends).toEqual(['recorded', 'recorded']);
    expect(loaded).toMatchObject({ state: { isOpen: false, reasons: ['storm', 'night'] }, revision: 2, position: await store.head() });
    const [first, second, third] = await store.readStream(STREAM);
    expect(first?.metadata).toEqual({
      schemaVersion: 1,
      recordedAt: TEST_NOW,
      occurredAt: '2024-05-20T01:00:00.000Z',
      actor: { kind: 'import', id: 'chronicle' },
      via: 'import',
      commandId: beginning.commandId,
    });
    expect(second?.metadata).toMatchObject({ schemaVersion: 3, occurredAt: '2024-05-20T02:00:00.000Z' });
    expect(third?.metadata).toEqual(second?.metadata);
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(3);
    expect(await new HarbourMaster(store).executor.load(berthDecider, BERTH)).toEqual(loaded);
  });

  test('goes into one append, each row with its own command', async () => {
    let appends = 0;
    const append = store.append.bind(store);
    store.append = (...given) => ((appends += 1), append(...given));
    await record(beginning, ...Array.from({ length: 50 }, (_, n) => chronicled(`r${n}`, '02:00:00', closed('x'))));
    expect(appends).toBe(1);
    expect(new Set((await store.readStream(STREAM)).map(({ metadata }) => metadata.commandId)).size).toBe(51);
  });

  test('adds nothing when it is recorded again, also after a restart, and what is new when it has become longer', async () => {
    const rows = [beginning, chronicled('2', '02:00:00', closed('storm'))];
    await record(...rows);
    for (const asked of [master, new HarbourMaster(store)]) {
      expect((await asked.executor.recordHistory(berthDecider, BERTH, rows)).ends).toEqual(['present', 'present']);
    }
    expect(await codes(...rows, chronicled('3', '03:00:00', closed('night')))).toEqual(['present', 'present', 'recorded']);
    expect(await timesOf()).toHaveLength(3);
  });

  test('records a row once that comes twice', async () => {
    const twice = chronicled('2', '02:00:00', closed('storm'));
    expect(await codes(beginning, twice, twice, chronicled('3', '03:00:00', closed('x')))).toEqual([
      'recorded',
      'recorded',
      'present',
      'recorded',
    ]);
    expect(await timesOf()).toHaveLength(3);
  });

  test('does not ask the workflow: what happened has happened', async () => {
    expect(await codes(beginning, chronicled('2', '02:00:00', closed('x')), chronicled('3', '03:00:00', closed('closed again')))).toEqual([
      'recorded',
      'recorded',
      'recorded',
    ]);
  });

  test('begins with its beginning, which stands nowhere else', async () => {
    expect(await codes(chronicled('2', '02:00:00', closed('x')))).toEqual(['history.notBegun']);
    expect(await codes(chronicled('2', '02:00:00', [...closed('x'), ...opened]))).toEqual(['history.notBegun']);
    expect(await codes(chronicled('1', '01:00:00', [...opened, ...opened]))).toEqual(['history.begunBefore']);
    expect(await store.head()).toBeUndefined();
    expect(await codes(beginning, chronicled('2', '02:00:00', opened))).toEqual(['recorded', 'history.begunBefore']);
    expect(await codes(chronicled('3', '03:00:00', opened))).toEqual(['history.begunBefore']);
  });

  test('goes on behind a row that can’t be recorded', async () => {
    const ends = await codes(
      beginning,
      chronicled('2', '00:59:59', closed('before the beginning')),
      chronicled('3', '03:00:00', closed('fine')),
      chronicled('4', '02:59:59', closed('before its predecessor')),
      chronicled('5', '08:00:01', closed('in the future')),
      chronicled('6', '99:00:00', closed('at no time')),
      chronicled('7', '03:00:00', [{ type: 'BerthPainted', data: {} }]),
      chronicled('8', '03:00:00', [{ type: 'BerthClosed', data: { reasons: 1 } }]),
      chronicled('9', '03:00:00', [{ type: 'BerthClosed', data: { toString: 1 } }]),
      chronicled('10', '08:00:00', closed('fine')),
    );
    expect(ends).toEqual([
      'recorded',
      'occurredAt.beforeBeginning',
      'recorded',
      'occurredAt.beforePrevious',
      'occurredAt.future',
      'occurredAt.invalid',
      'history.unknownType',
      'history.unknownField',
      'history.unknownField',
      'recorded',
    ]);
    expect((await timesOf()).map(([occurredAt]) => occurredAt?.slice(11, 16))).toEqual(['01:00', '03:00', '08:00']);
  });

  test('knows when its subject came to be, though that was recorded before', async () => {
    await record(beginning);
    for (const asked of [master, new HarbourMaster(store)]) {
      const { ends } = await asked.executor.recordHistory(berthDecider, BERTH, [chronicled('0', '00:59:59', closed('x'))]);
      expect(ends).toMatchObject([{ code: 'occurredAt.beforeBeginning', field: 'occurredAt' }]);
    }
  });

  test('keeps what agents did in between, and what they do meanwhile', async () => {
    await record(beginning);
    await master.done(new CloseBerth(), { target: BERTH });
    expect(await codes(beginning, chronicled('2', '02:00:00', closed('storm')))).toEqual(['present', 'recorded']);
    store.beforeNextAppend(async () => {
      await new HarbourMaster(store).executor.recordHistory(berthDecider, BERTH, [chronicled('9', '02:00:00', closed('theirs'))]);
    });
    const { ends, loaded } = await record(chronicled('3', '03:00:00', closed('mine')));
    expect(ends).toEqual(['recorded']);
    expect(loaded?.state.reasons).toEqual(['', 'storm', 'theirs', 'mine']);
  });

  test('is refused, row by row, when others change its stream again and again', async () => {
    await record(beginning);
    let others = 0;
    const interrupt = async (): Promise<void> => {
      others += 1;
      await new HarbourMaster(store).executor.recordHistory(berthDecider, BERTH, [chronicled(`o${others}`, '02:00:00', closed('theirs'))]);
      if (others < CONFLICT_TRIES) store.beforeNextAppend(interrupt);
    };
    store.beforeNextAppend(interrupt);
    expect(await codes(chronicled('3', '03:00:00', closed('mine')), beginning)).toEqual(['revision.conflict', 'present']);
  });

  test('survives a lost acknowledgement', async () => {
    memory.loseNextAcknowledgement(2);
    expect(await codes(beginning, chronicled('2', '02:00:00', closed('storm')))).toEqual(['recorded', 'recorded']);
    expect(await timesOf()).toHaveLength(2);
  });

  test('never says that it was recorded before what is recorded already', async () => {
    await record(beginning);
    master.now -= 3_600_000;
    await record(chronicled('2', '02:00:00', closed('storm')));
    expect(await timesOf()).toEqual([
      ['2024-05-20T01:00:00.000Z', TEST_NOW],
      ['2024-05-20T02:00:00.000Z', TEST_NOW],
    ]);
  });

  test('goes into as many appends as it takes, and a row into one', async () => {
    const rows = Array.from({ length: 3 }, (_, n) => chronicled(`r${n}`, '02:00:00', closed(...Array<string>(400).fill('x'))));
    expect(await codes(beginning, ...rows)).toEqual(Array(4).fill('recorded'));
    expect((await master.executor.load(berthDecider, BERTH))?.revision).toBe(1200);
    const large = chronicled('large', '03:00:00', closed(...Array<string>(APPEND_EVENTS_MAX + 1).fill('x')));
    expect(await codes(large, chronicled('next', '03:00:00', closed('x')))).toEqual(['history.tooLarge', 'recorded']);
  });

  test('is appended in parts where its bytes are too many for one; a row that fits in none is refused', async () => {
    const long = 'x'.repeat(EVENT_BYTES_MAX - 1_000);
    const rows = Array.from({ length: 5 }, (_, n) => chronicled(`r${n}`, '02:00:00', closed(long)));
    const huge = chronicled('huge', '02:00:00', closed('x'.repeat(EVENT_BYTES_MAX)));
    const ends = await codes(beginning, ...rows, huge, chronicled('last', '02:00:00', closed('short')));
    expect(ends).toEqual([...Array<string>(6).fill('recorded'), 'history.tooLarge', 'recorded']);
    expect((await store.readStream(STREAM)).map(({ data }) => JSON.stringify(data).length)).toHaveLength(7);
  });

  test('refuses a row that no log can hold, and goes on', async () => {
    const broken = chronicled('2', '02:00:00', closed('\ud83d'));
    const { ends } = await record(beginning, broken, chronicled('3', '03:00:00', closed('x')));
    expect(ends).toMatchObject(['recorded', { code: 'history.invalid', field: 'events[0].data.reason' }, 'recorded']);
  });

  test('ends at the limit of a stream', async () => {
    const many = (name: string, count: number) => chronicled(name, '02:00:00', closed(...Array<string>(count).fill('x')));
    const rows = Array.from({ length: 19 }, (_, n) => many(`r${n}`, 500));
    expect(await codes(beginning, ...rows)).toEqual(Array(20).fill('recorded'));
    const free = STREAM_EVENTS_MAX - 1 - 19 * 500;
    expect(await codes(many('too many', free + 1), many('just fits', free), many('one more', 1))).toEqual([
      'stream.tooLong',
      'recorded',
      'stream.tooLong',
    ]);
  });

  test('says nothing of a row without facts, and an absent stream stays absent', async () => {
    expect(await record(chronicled('1', '01:00:00', []))).toEqual({ ends: ['recorded'], loaded: undefined });
    expect(await record()).toEqual({ ends: [], loaded: undefined });
  });

  test('is of a decider that says with what its streams begin, and whose streams hold no names', async () => {
    await expect(master.executor.recordHistory(skipperDecider, BERTH, [])).rejects.toThrow(
      'skipper does not say with which events its streams begin',
    );
    await expect(master.executor.recordHistory(boatDecider, BERTH, [])).rejects.toThrow('boat holds names');
  });
});
