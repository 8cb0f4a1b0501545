import { MemoryEventStore } from '@docket/event-store/testing';
import { STREAM_EVENTS_MAX } from './limits.js';
import { testIdentities } from './testing/given.js';
import { LogEntry, RegisterBoat, boatDecider } from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';

const register = (name: string) => Object.assign(new RegisterBoat(), { name });
const entry = (text: string, more: Partial<LogEntry> = {}) => Object.assign(new LogEntry(), { entry: text, ...more });

describe('the length of a stream', () => {
  const almostFull = async (store: MemoryEventStore, free: number) => {
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    let left = STREAM_EVENTS_MAX - 1 - free;
    for (; left > 0; left -= 1000) await master.done(entry('x', { times: Math.min(left, 1000) }), { target });
    return { master, target };
  };

  test('ends at its limit: what would pass it is refused, what just fits is not', async () => {
    const store = new MemoryEventStore();
    const { master, target } = await almostFull(store, 2);
    expect(await master.refused(entry('x', { times: 3 }), { target })).toMatchObject({ code: 'stream.tooLong' });
    expect(await master.done(entry('x', { times: 2 }), { target })).toMatchObject({ revision: STREAM_EVENTS_MAX - 1 });
    expect(await master.refused(entry('x'), { target })).toMatchObject({ code: 'stream.tooLong' });
    expect(await new HarbourMaster(store).executor.load(boatDecider, target)).toMatchObject({ revision: STREAM_EVENTS_MAX - 1 });
  });

  test('has no limit for a series of numbers, which nobody loads', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const numbered = (name: string) => Object.assign(new RegisterBoat(), { name, numbered: true });
    await master.done(numbered('Ada'));
    const [taken] = await store.readStream('boatNumber-2024');
    if (!taken) throw new Error('no number was taken');
    const { type, data, metadata } = taken;
    const more = Array.from({ length: STREAM_EVENTS_MAX }, (_, nth) => ({ id: testIdentities.shipped(`n${nth}`), type, data, metadata }));
    for (let at = 0; at < more.length; at += 1000) await store.append('boatNumber-2024', more.slice(at, at + 1000), at);
    expect(await master.done(numbered('Eve'))).toMatchObject({ state: { number: `2024/${STREAM_EVENTS_MAX + 2}` } });
  });

  test('that passed it by another hand is not loaded, and its commands are refused', async () => {
    const store = new MemoryEventStore();
    const { master, target } = await almostFull(store, 0);
    const [first] = await store.readStream(`boat-${target}`, { maxCount: 1 });
    if (!first) throw new Error('the boat is gone');
    const { type, data, metadata } = first;
    await store.append(`boat-${target}`, [{ id: testIdentities.shipped('x'), type, data, metadata }], 'any');
    await expect(master.executor.load(boatDecider, target)).rejects.toMatchObject({ name: 'StreamTooLong' });
    expect(await master.refused(entry('x'), { target })).toMatchObject({ code: 'stream.tooLong' });
  });
});
