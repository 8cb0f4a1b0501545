import { MemoryEventStore } from '@docket/event-store/testing';
import { LOG_STREAM, WrongSecret, openLog } from './open-log.js';
import { SECRET_BYTES_MIN } from './limits.js';
import { FaultyStore } from './testing/faulty-store.js';

const SECRET = 'a secret of some length';
const clock = () => Date.parse('2024-05-20T08:00:00.000Z');
const wait = async () => {};

describe('opening a log', () => {
  test('writes what its identities are made of, once', async () => {
    const store = new MemoryEventStore();
    const first = await openLog(store, SECRET, clock);
    const second = await openLog(store, SECRET, clock);
    expect(second.logId).toBe(first.logId);
    expect(second.identities.fromSecret('x', 'y')).toBe(first.identities.fromSecret('x', 'y'));
    expect(second.identities.shipped('x')).toBe(first.identities.shipped('x'));
    const [opened, ...more] = await store.readStream(LOG_STREAM);
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      type: 'LogOpened',
      data: { logId: first.logId, secretCheck: expect.stringMatching(/^[0-9a-f]{64}$/) },
      metadata: { recordedAt: '2024-05-20T08:00:00.000Z', actor: { kind: 'system' }, via: 'system' },
    });
    expect(JSON.stringify(opened)).not.toContain(SECRET);
  });

  test('by several at once ends with one id for all of them', async () => {
    const store = new MemoryEventStore();
    const opened = await Promise.all(Array.from({ length: 5 }, () => openLog(store, SECRET, clock)));
    expect(new Set(opened.map(({ logId }) => logId)).size).toBe(1);
    expect(await store.readStream(LOG_STREAM)).toHaveLength(1);
  });

  test('survives a lost acknowledgement', async () => {
    const store = new MemoryEventStore();
    store.loseNextAcknowledgement();
    const { logId } = await openLog(store, SECRET, clock, wait);
    expect((await openLog(store, SECRET, clock)).logId).toBe(logId);
  });

  test('with another secret fails with one clear line', async () => {
    const store = new MemoryEventStore();
    await openLog(store, SECRET, clock);
    const failure: unknown = await openLog(store, 'another secret of some length', clock).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WrongSecret);
    expect((failure as Error).message).toBe('the secret is not the one that this log was opened with; give it the one that belongs to it');
    expect(await store.readStream(LOG_STREAM)).toHaveLength(1);
  });

  test('fails with another secret also for who loses the race', async () => {
    const store = new FaultyStore();
    store.beforeNextAppend(async () => void (await openLog(store, SECRET, clock)));
    await expect(openLog(store, 'another secret of some length', clock)).rejects.toBeInstanceOf(WrongSecret);
  });

  test('takes no secret that is easily guessed', async () => {
    const store = new MemoryEventStore();
    await expect(openLog(store, 'x'.repeat(SECRET_BYTES_MIN - 1), clock)).rejects.toThrow('the secret has fewer than 16 bytes');
    await expect(openLog(store, '秘'.repeat(6), clock)).resolves.toMatchObject({});
    expect(await store.head()).toBeDefined();
  });
});
