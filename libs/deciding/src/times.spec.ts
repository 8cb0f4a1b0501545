import { MemoryEventStore } from '@docket/event-store/testing';
import { claimStreamOf } from './claim.js';
import { TEST_NOW, testIdentities } from './testing/given.js';
import { LogEntry, RegisterBoat, ScrapBoat, nameClaim } from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';

const register = (name: string, more: Partial<RegisterBoat> = {}) => Object.assign(new RegisterBoat(), { name, ...more });
const entry = (text: string) => Object.assign(new LogEntry(), { entry: text });

describe('the times of an event', () => {
  test('recordedAt is now, but never before the stream’s last one', async () => {
    const store = new MemoryEventStore();
    const master = new HarbourMaster(store);
    const { target } = await master.done(register('Ada'));
    master.now -= 60_000;
    await master.done(entry('the clock was set back'), { target });
    await new HarbourMaster(store).done(entry('one'), { target });
    master.now += 120_000;
    await master.done(entry('two'), { target });
    const events = await master.eventsOf(`boat-${target}`);
    const later = '2024-05-20T08:01:00.000Z';
    expect(events.map(({ metadata }) => metadata.recordedAt)).toEqual([TEST_NOW, TEST_NOW, TEST_NOW, later]);
    expect(events.map(({ metadata }) => metadata.occurredAt)).toEqual([TEST_NOW, TEST_NOW, TEST_NOW, later]);
  });

  test('recordedAt of a claim is never before the one in front of it, whoever makes it', async () => {
    const store = new MemoryEventStore();
    const ahead = new HarbourMaster(store);
    ahead.now += 60_000;
    const { target } = await ahead.done(register('Ada'));
    await ahead.done(new ScrapBoat(), { target });
    await new HarbourMaster(store).done(register('Ada'));
    const claims = await store.readStream(claimStreamOf(nameClaim('Ada'), testIdentities));
    expect(claims.map(({ metadata }) => metadata.recordedAt)).toEqual(['2024-05-20T08:01:00.000Z', '2024-05-20T08:01:00.000Z']);
  });

  test('occurredAt is what was told, in UTC with milliseconds', async () => {
    const master = new HarbourMaster(new MemoryEventStore());
    const { target } = await master.done(register('Ada', { occurredAt: '2024-05-20T09:59:59+08:00' }));
    const [event] = await master.eventsOf(`boat-${target}`);
    expect(event?.metadata).toMatchObject({ recordedAt: TEST_NOW, occurredAt: '2024-05-20T01:59:59.000Z' });
  });

  test.each([
    ['2024-05-20T08:00:00.001Z', 'occurredAt.future'],
    ['2024-05-20T16:00:01+08:00', 'occurredAt.future'],
    ['yesterday', 'occurredAt.invalid'],
    ['9999-12-31T23:59:59-01:00', 'occurredAt.invalid'],
    ['0000-01-01T00:00:00+01:00', 'occurredAt.invalid'],
  ])('occurredAt %s is refused: %s', async (occurredAt, code) => {
    const master = new HarbourMaster(new MemoryEventStore());
    expect(await master.refused(register('Ada', { occurredAt }))).toMatchObject({ code, field: 'occurredAt', kind: 'invalid' });
    // Nothing was taken for it.
    expect(await master.done(register('Ada', { occurredAt: TEST_NOW }))).toMatchObject({ revision: 0 });
    expect(await master.eventsOf('boatNumber-2024')).toEqual([]);
  });
});
