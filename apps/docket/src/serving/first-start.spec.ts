import 'reflect-metadata';
import { createExecutor, openLog } from '@docket/deciding';
import { MemoryEventStore, wholeLog } from '@docket/event-store/testing';
import { eventTypesOf } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import { type FirstStart, firstToken, proposedToken, ship } from './first-start.js';

const SECRET = 'a secret of these tests';

/** A gateway on that store, as far as a first start goes. */
const gatewayOn = async (store: MemoryEventStore): Promise<FirstStart> => {
  const { logId, identities } = await openLog(store, SECRET, Date.now);
  const eventTypes = eventTypesOf(capabilities);
  return {
    executor: createExecutor({ store, clock: Date.now, identities, eventTypes, timeZone: 'UTC' }),
    identities,
    capabilities,
    logId,
  };
};

const start = async (store: MemoryEventStore) => {
  const gateway = await gatewayOn(store);
  return { ...gateway, administratorAt: await ship(gateway), token: await firstToken(gateway, proposedToken(gateway.identities)) };
};

/** A name may have been claimed twice for the stream that has it in the end. */
const madeIn = async (store: MemoryEventStore) => {
  const events = await wholeLog(store);
  return events
    .map(({ type }) => type)
    .filter((type) => type !== 'NameClaimed')
    .sort();
};

const shippedNames = capabilities.flatMap(({ shipped = [] }) => shipped).map(({ name }) => name);

describe('a first start', () => {
  test('of several gateways at once makes everything once, and one of them has the token to print', async () => {
    const store = new MemoryEventStore();
    const started = await Promise.all(Array.from({ length: 4 }, () => start(store)));
    expect(new Set(started.map(({ logId }) => logId)).size).toBe(1);
    expect(started.filter(({ token }) => token !== undefined)).toHaveLength(1);
    const [first] = await wholeLog(store);
    expect(first?.type).toBe('LogOpened');
    for (const { deciders, shipped = [] } of capabilities)
      for (const { name } of shipped) {
        const target = started[0]?.identities.shipped(name) ?? '';
        const streams = await Promise.all(deciders.map(({ category }) => store.readStream(`${category}-${target}`)));
        expect(streams.flat().filter(({ revision }) => revision === 0)).toHaveLength(1);
        expect(streams.flat()).toHaveLength(1);
      }
  });

  test('that did not hear whether its token was taken asks again with the same one', async () => {
    const store = new MemoryEventStore();
    const gateway = await gatewayOn(store);
    await ship(gateway);
    const [own, another] = [proposedToken(gateway.identities), proposedToken(gateway.identities)];
    await firstToken(gateway, own);
    expect(await firstToken(gateway, own)).toBe(own);
    expect(await firstToken(gateway, another)).toBeUndefined();
  });

  test('makes what has ids of the log: in another log they are others', async () => {
    const [one, two] = await Promise.all([start(new MemoryEventStore()), start(new MemoryEventStore())]);
    for (const name of shippedNames) expect(one.identities.shipped(name)).not.toBe(two.identities.shipped(name));
  });

  test('that died at any of its appends is completed by the next one', async () => {
    const whole = new MemoryEventStore();
    await start(whole);
    const appends = (await wholeLog(whole)).length;
    for (let survived = 0; survived < appends; survived += 1) {
      const store = new DyingStore(survived);
      await expect(start(store)).rejects.toThrow('killed');
      store.left = Infinity;
      const { token } = await start(store);
      expect(await madeIn(store)).toEqual(await madeIn(whole));
      expect(token).toBeDefined();
    }
  });
});

/** Takes so many appends, and then dies before the next one. */
class DyingStore extends MemoryEventStore {
  constructor(public left: number) {
    super();
  }

  override async append(...given: Parameters<MemoryEventStore['append']>) {
    if (this.left === 0) throw new Error('killed');
    this.left -= 1;
    return super.append(...given);
  }
}
