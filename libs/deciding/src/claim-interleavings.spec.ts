import fc from 'fast-check';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { Outcome } from './envelope.js';
import { isRefusal } from './refusal.js';
import type { Refusal } from './refusal.js';
import { RegisterBoat, RenameBoat, ScrapBoat, boatDecider } from './testing/harbour.js';
import type { Boat, BoatEvent } from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';
import { Killed, SteppedStore } from './testing/stepped-store.js';

/** What somebody does in a program of his own; `boat` is one of those that are there at the beginning. */
interface Deed {
  readonly act: 'register' | 'rename' | 'scrap';
  readonly boat: number;
  readonly name: string;
  readonly key?: string;
  /** The step at which the program is killed. */
  readonly killedAt: number;
}

/** 15,000 of each have been seen to pass; these are for every day. */
const RUNS = 400;
/** Far beyond what they take on a busy machine. */
const TIMEOUT_MS = 120_000;

const NAMES = ['ada', 'eve', 'ida'];
const BOATS = 2;
const name = fc.constantFrom(...NAMES);
const key = fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined });
const killedAt = fc.oneof({ weight: 3, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat(14) });
const boat = fc.nat(BOATS - 1);

const commandOf = ({ act, name }: Deed): object => {
  if (act === 'register') return Object.assign(new RegisterBoat(), { name });
  return act === 'rename' ? Object.assign(new RenameBoat(), { name }) : new ScrapBoat();
};

/** Does everything at once, in the order that the scheduler has in mind. `killed`: the program did not live to see the end. */
const allAtOnce = async (scheduler: fc.Scheduler, store: MemoryEventStore, boats: readonly string[], deeds: readonly Deed[]) => {
  const done = deeds.map(async (deed, nth): Promise<Outcome<Boat> | Refusal | 'killed'> => {
    const step = (label: string) => scheduler.schedule(Promise.resolve(), `${nth}: ${label}`);
    const master = new HarbourMaster(new SteppedStore(store, step, deed.killedAt));
    const target = deed.act === 'register' ? {} : { target: boats[deed.boat] ?? '' };
    const key = deed.key === undefined ? {} : { idempotencyKey: deed.key };
    try {
      return (await master.execute(commandOf(deed), { ...target, ...key, correlationId: `${nth}` })) as Outcome<Boat> | Refusal;
    } catch (error) {
      if (error instanceof Killed) return 'killed';
      throw error;
    }
  });
  await scheduler.waitIdle();
  return Promise.all(done);
};

/** Walks through the log, and fails where two boats hold one name at the same time. Gives the boats at its end. */
const boatsOf = async (store: MemoryEventStore): Promise<ReadonlyMap<string, Boat>> => {
  const boats = new Map<string, Boat>();
  for (const event of await store.readAll()) {
    if (!event.stream.startsWith('boat-')) continue;
    boats.set(event.stream, boatDecider.evolve(boats.get(event.stream), event as unknown as BoatEvent));
    const names = [...boats.values()].flatMap((boat) => boat.name ?? []);
    expect(names).toHaveLength(new Set(names).size);
  }
  return boats;
};

const someBoats = async (store: MemoryEventStore): Promise<readonly string[]> => {
  const master = new HarbourMaster(store);
  const boats = NAMES.slice(0, BOATS).map((name) => master.done(Object.assign(new RegisterBoat(), { name })));
  return (await Promise.all(boats)).map(({ target }) => target);
};

const deed = fc.oneof(
  fc.record({ act: fc.constant('register' as const), boat, name, key, killedAt }),
  fc.record({ act: fc.constant('rename' as const), boat, name, key, killedAt }),
  fc.record({ act: fc.constant('scrap' as const), boat, name, key, killedAt }),
) as fc.Arbitrary<Deed>;

describe('in any order of steps, and whoever dies on the way', () => {
  test(
    'no two boats ever hold one name, and what was answered holds',
    () =>
      fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.array(deed, { minLength: 2, maxLength: 5 }), async (scheduler, deeds) => {
          const store = new MemoryEventStore();
          const ends = await allAtOnce(scheduler, store, await someBoats(store), deeds);
          const boats = await boatsOf(store);
          for (const [nth, end] of ends.entries()) {
            if (end === 'killed' || isRefusal(end)) continue;
            expect(boats.get(end.stream)?.revision).toBeGreaterThanOrEqual(end.revision);
            if (deeds[nth]?.act !== 'scrap') expect(end.state.name).toBe(deeds[nth]?.name);
          }
          // A key is used once.
          const ids = (await store.readAll()).filter(({ type }) => type === 'BoatRegistered').map(({ metadata }) => metadata.commandId);
          expect(ids).toHaveLength(new Set(ids).size);
        }),
        { numRuns: RUNS },
      ),
    TIMEOUT_MS,
  );

  test(
    'a name that nobody holds can be had: by anybody, or by the boat that was about to take it',
    () =>
      fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.array(deed, { minLength: 1, maxLength: 4 }), async (scheduler, deeds) => {
          const store = new MemoryEventStore();
          await allAtOnce(scheduler, store, await someBoats(store), deeds);
          const boats = [...(await boatsOf(store)).values()];
          for (const name of NAMES.filter((wanted) => boats.every((held) => held.name !== wanted))) {
            const master = new HarbourMaster(store);
            const end = await master.execute(Object.assign(new RegisterBoat(), { name }));
            if (!isRefusal(end)) continue;
            const renames = boats.filter(({ name }) => name !== undefined);
            const tries = await Promise.all(
              renames.map(({ id }) => master.execute(Object.assign(new RenameBoat(), { name }), { target: id })),
            );
            expect(deeds.some((deed) => deed.act === 'rename' && deed.name === name)).toBe(true);
            // A boat that was scrapped in the middle of its renaming takes the name with it.
            if (boats.every((boat) => boat.name !== undefined)) expect(tries.filter((end) => !isRefusal(end))).toHaveLength(1);
          }
          await boatsOf(store);
        }),
        { numRuns: RUNS },
      ),
    TIMEOUT_MS,
  );

  test(
    'of several who create with one name exactly one gets it',
    () =>
      fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.array(key, { minLength: 2, maxLength: 5 }), fc.boolean(), async (scheduler, keys, left) => {
          const store = new MemoryEventStore();
          if (left) await leaveClaim(store);
          const deeds = keys.map((key) => ({
            act: 'register' as const,
            boat: 0,
            name: 'ada',
            killedAt: Infinity,
            ...(key ? { key } : {}),
          }));
          const ends = await allAtOnce(scheduler, store, [], deeds);
          const boats = await boatsOf(store);
          expect(boats.size).toBe(1);
          const fresh = ends.filter((end) => end !== 'killed' && !isRefusal(end) && !end.repeated);
          expect(fresh).toHaveLength(1);
        }),
        { numRuns: RUNS },
      ),
    TIMEOUT_MS,
  );
});

/** Somebody claims the name, and dies. */
const leaveClaim = async (store: MemoryEventStore): Promise<void> => {
  const dying = new SteppedStore(store, () => Promise.resolve(), 4);
  await expect(new HarbourMaster(dying).execute(Object.assign(new RegisterBoat(), { name: 'ada' }))).rejects.toBeInstanceOf(Killed);
  expect((await store.readAll()).map(({ type }) => type)).toEqual(['NameClaimed']);
};
