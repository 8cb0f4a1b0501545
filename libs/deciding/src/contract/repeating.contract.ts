import { InvalidEvent } from '@docket/event-store';
import { wholeLog } from '@docket/event-store/testing';
import { UNKNOWN_TRIES } from '../limits.js';
import { boatDecider, LogEntry, OpenBerth, RegisterBoat, RenameBoat, ScrapBoat } from '../testing/harbour.js';
import { type HarbourMaster, OTHER_ACTOR } from '../testing/harbour-master.js';
import { Harbour, type OpenLogWorld } from './harbour.contract.js';

const register = (name: string, more: Partial<RegisterBoat> = {}) => Object.assign(new RegisterBoat(), { name, ...more });
const entry = (text: string, more: Partial<LogEntry> = {}) => Object.assign(new LogEntry(), { entry: text, ...more });
const KEY = { idempotencyKey: 'k1' };

/** What becomes of a command that is sent again, on any event store. */
export const repeatingContract = (name: string, open: OpenLogWorld): void => {
  describe(`${name},`, () => {
    describe('a command that comes again with its key', () => {
      const harbour = new Harbour(open);
      let master: HarbourMaster;
      const eventsIn = async (target: string) => (await master.eventsOf(`boat-${target}`)).length;

      beforeEach(() => {
        master = harbour.master();
      });

      test('is answered as it was then, though more has happened since', async () => {
        const { target } = await master.done(register('Ada'));
        const first = await master.done(entry('one'), { target, ...KEY });
        await master.done(entry('two'), { target });
        const again = await master.done(entry('one'), { target, ...KEY });
        expect(again).toEqual({ ...first, repeated: true });
        expect(again.state.entries).toEqual(['one']);
        expect(await eventsIn(target)).toBe(3);
      });

      test('is answered as it was then, though it would be refused now', async () => {
        const { target } = await master.done(register('Ada'));
        const rename = Object.assign(new RenameBoat(), { name: 'Eve' });
        const first = await master.done(rename, { target, ...KEY });
        await master.done(new ScrapBoat(), { target });
        expect(await master.done(rename, { target, ...KEY })).toEqual({ ...first, repeated: true });
      });

      test('creates once, also after a restart', async () => {
        const first = await master.done(register('Ada', { numbered: true, licence: 'L-1234' }), KEY);
        expect(first).toMatchObject({ repeated: false, changed: true, revision: 0, state: { number: '2024/1' } });
        for (const asked of [master, harbour.master()]) {
          expect(await asked.done(register('Ada', { numbered: true, licence: 'L-1234' }), KEY)).toEqual({ ...first, repeated: true });
        }
        expect(await harbour.eventCount()).toBe(5);
      });

      test('at once is done once, and both are answered the same', async () => {
        const { target } = await master.done(register('Ada'));
        const others = [master, master, harbour.master()];
        const ends = await Promise.all(
          others.map((asked, request) => asked.done(entry('one'), { target, ...KEY, correlationId: `request ${request}` })),
        );
        expect(ends.map(({ repeated }) => repeated).sort()).toEqual([false, true, true]);
        expect(new Set(ends.map(({ repeated: _, ...end }) => JSON.stringify(end))).size).toBe(1);
        expect(await eventsIn(target)).toBe(2);
      });

      test('at once creates once, and takes one number', async () => {
        const ends = await Promise.all(
          [master, master, harbour.master()].map((asked) => asked.done(register('Ada', { numbered: true }), KEY)),
        );
        expect(new Set(ends.map(({ target }) => target)).size).toBe(1);
        expect(new Set(ends.map(({ state }) => state.number))).toEqual(new Set(['2024/1']));
        expect(await master.eventsOf('boatNumber-2024')).toHaveLength(1);
      });

      test('at once with other content is refused, whichever comes first', async () => {
        const later = harbour.master();
        later.now += 5;
        const { target } = await master.done(register('Ada'));
        const ends = await Promise.all([master.execute(entry('one'), { target, ...KEY }), later.execute(entry('two'), { target, ...KEY })]);
        expect(ends.filter((end) => 'refused' in end)).toMatchObject([{ code: 'idempotency.payloadDiffers', kind: 'unprocessable' }]);
        expect(await eventsIn(target)).toBe(2);
        // What is remembered is what stands in the log.
        expect(await later.executor.load(boatDecider, target)).toEqual(await harbour.master().executor.load(boatDecider, target));
      });

      test('with other content is refused, and changes nothing', async () => {
        const { target } = await master.done(register('Ada'));
        await master.done(entry('one'), { target, ...KEY });
        for (const asked of [master, harbour.master()]) {
          const refusal = await asked.refused(entry('two'), { target, ...KEY });
          expect(refusal).toMatchObject({ code: 'idempotency.payloadDiffers', kind: 'unprocessable' });
        }
        expect(await eventsIn(target)).toBe(2);
        const created = await master.done(new OpenBerth(), KEY);
        expect(created.revision).toBe(0);
        await master.done(register('Eve'), KEY);
        expect(await master.refused(register('Ida'), KEY)).toMatchObject({ code: 'idempotency.payloadDiffers' });
      });

      test('has the same content when its fields stand in another order, or hold undefined instead of nothing', async () => {
        const first = await master.done(Object.assign(new RegisterBoat(), { name: 'Ada', numbered: true }), KEY);
        const again = await master.done(Object.assign(new RegisterBoat(), { numbered: true, licence: undefined, name: 'Ada' }), KEY);
        expect(again).toEqual({ ...first, repeated: true });
      });

      test('with content that no log can hold is told so', async () => {
        await expect(master.execute(register('\ud83d'), KEY)).rejects.toBeInstanceOf(InvalidEvent);
      });

      test('by another user, for another target or for another operation is another command', async () => {
        const ada = await master.done(register('Ada'), KEY);
        const eve = await master.done(register('Eve'), { ...KEY, actor: OTHER_ACTOR });
        const ida = await master.done(register('Ida'), { ...KEY, actor: { ...OTHER_ACTOR, onBehalfOf: ada.target } });
        expect(new Set([ada.target, eve.target, ida.target]).size).toBe(3);
        await master.done(entry('one'), { target: ada.target, ...KEY });
        await master.done(entry('one'), { target: eve.target, ...KEY });
        await master.done(entry('one'), { target: ada.target, ...KEY, actor: OTHER_ACTOR });
        await master.done(new ScrapBoat(), { target: ada.target, ...KEY });
        expect(await eventsIn(ada.target)).toBe(4);
        expect(await eventsIn(eve.target)).toBe(2);
      });

      test('was refused then: it is decided now', async () => {
        const { target } = await master.done(register('Ada'));
        const rename = Object.assign(new RenameBoat(), { name: 'Eve' });
        const eve = await master.done(register('Eve'));
        await master.refused(rename, { target, ...KEY });
        await master.done(new ScrapBoat(), { target: eve.target });
        expect(await master.done(rename, { target, ...KEY })).toMatchObject({ repeated: false, state: { name: 'Eve' } });
      });

      test('changed nothing then: it is decided now', async () => {
        const { target } = await master.done(register('Ada'));
        const rename = Object.assign(new RenameBoat(), { name: 'Ada' });
        expect(await master.done(rename, { target, ...KEY })).toMatchObject({ changed: false, revision: 0, state: { name: 'Ada' } });
        expect(await eventsIn(target)).toBe(1);
      });

      test('tells each event what it needs to be recognised: the hash of the command, the event’s id derived from its id', async () => {
        const { target } = await master.done(register('Ada'));
        await master.done(entry('one', { times: 2 }), { target, ...KEY, correlationId: 'request 7', causationId: 'mail 9' });
        const [, first, second] = await master.eventsOf(`boat-${target}`);
        expect(first?.metadata).toEqual(second?.metadata);
        expect(first?.metadata).toMatchObject({ schemaVersion: 2, via: 'test', correlationId: 'request 7', causationId: 'mail 9' });
        expect(first?.metadata.commandHash).toMatch(/^[0-9a-f]{64}$/);
        expect(first?.id).not.toBe(second?.id);
      });
    });

    describe('a create that comes again after a crash', () => {
      const harbour = new Harbour(open);

      test.each(['NumberTaken', 'NameClaimed', 'SkipperRegistered'])('behind %s ends as one boat with one number', async (type) => {
        const { store } = harbour;
        const crashed = harbour.master();
        store.crashBehind(type);
        const command = register('Ada', { numbered: true, licence: 'L-1234' });
        await expect(crashed.execute(command, KEY)).rejects.toThrow('crashed');
        const end = await harbour.master().done(command, KEY);
        expect(end.state).toMatchObject({ name: 'Ada', number: '2024/1' });
        expect(await harbour.master().done(command, KEY)).toEqual({ ...end, repeated: true });
        const types = (await wholeLog(store)).map((event) => event.type);
        expect([...types].sort()).toEqual(['BoatRegistered', 'KeyBound', 'NameClaimed', 'NumberTaken', 'SkipperRegistered']);
      });

      test('without a key leaves a hole in the numbers, and no number is given twice', async () => {
        const { store } = harbour;
        store.crashBehind('NumberTaken');
        await expect(harbour.master().execute(register('Ada', { numbered: true }))).rejects.toThrow('crashed');
        const end = await harbour.master().done(register('Ada', { numbered: true }));
        expect(end.state.number).toBe('2024/2');
      });
    });

    describe('an acknowledgement that is lost', () => {
      const harbour = new Harbour(open);

      test('is asked for again with the same events: nothing is done twice, whatever was written', async () => {
        const master = harbour.master();
        harbour.loseNextAcknowledgements(4);
        const { target, state } = await master.done(register('Ada', { numbered: true, licence: 'L-1234' }));
        expect(state).toMatchObject({ name: 'Ada', number: '2024/1' });
        expect(await harbour.eventCount()).toBe(4);
        harbour.loseNextAcknowledgements(1);
        const end = await master.done(entry('one', { times: 3 }), { target });
        expect(end).toMatchObject({ revision: 3, repeated: false, changed: true });
        expect(await master.eventsOf(`boat-${target}`)).toHaveLength(4);
        expect(master.waits.length).toBeGreaterThanOrEqual(5);
      });

      test('is asked for with growing patience, and not for ever', async () => {
        const master = harbour.master();
        const { target } = await master.done(register('Ada'));
        harbour.loseNextAcknowledgements(UNKNOWN_TRIES);
        await expect(master.execute(entry('one'), { target, ...KEY })).rejects.toMatchObject({ name: 'OutcomeUnknown' });
        expect(master.waits).toEqual([50, 100, 200, 400, 800]);
        // The caller asks again, with the key.
        expect(await master.done(entry('one'), { target, ...KEY })).toMatchObject({ repeated: true, revision: 1 });
      });

      test('is told apart from a failure: what was written is not said to be not', async () => {
        const { store } = harbour;
        const master = harbour.master();
        const { target } = await master.done(register('Ada'));
        const append = store.append.bind(store);
        store.append = async (...given) => {
          const appended = await append(...given);
          store.unavailable = true;
          return appended;
        };
        await expect(master.execute(entry('one'), { target, ...KEY })).rejects.toMatchObject({ name: 'OutcomeUnknown' });
        store.unavailable = false;
        expect(await master.done(entry('one'), { target, ...KEY })).toMatchObject({ repeated: true });
      });

      test('whose append was never written, while somebody else wrote: it is decided again', async () => {
        const { store } = harbour;
        const master = harbour.master();
        const { target } = await master.done(register('Ada'));
        store.beforeNextAppend(async () => {
          await harbour.master().done(entry('theirs'), { target });
          store.failNext('unknown and unwritten');
        });
        expect(await master.done(entry('mine'), { target })).toMatchObject({ revision: 2, state: { entries: ['theirs', 'mine'] } });
      });
    });
  });
};
