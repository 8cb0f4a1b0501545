import fc from 'fast-check';
import { MemoryEventStore } from '@docket/event-store/testing';
import { isRefusal } from './refusal.js';
import { LogEntry, RegisterBoat, RenameBoat, ScrapBoat, boatDecider } from './testing/harbour.js';
import { HarbourMaster } from './testing/harbour-master.js';

const name = fc.constantFrom('ada', 'eve');
const command = fc.oneof(
  name.map((name) => Object.assign(new RenameBoat(), { name })),
  fc.record({ entry: fc.string(), times: fc.integer({ min: 1, max: 3 }) }).map((fields) => Object.assign(new LogEntry(), fields)),
  fc.constant(new ScrapBoat()),
  fc.record({ name, numbered: fc.boolean() }).map((fields) => Object.assign(new RegisterBoat(), fields)),
);
const steps = fc.array(
  fc.record({
    command,
    process: fc.nat(1),
    boat: fc.nat(2),
    key: fc.constantFrom(undefined, 'k1', 'k2'),
    minutes: fc.integer({ min: -2, max: 5 }),
  }),
  { maxLength: 25 },
);

test('what is answered after any sequence of commands, by any of two processes, is what the log tells', () =>
  fc.assert(
    fc.asyncProperty(steps, async (wanted) => {
      const store = new MemoryEventStore();
      const masters = [new HarbourMaster(store), new HarbourMaster(store, { cacheBytesMax: 2_000 })] as const;
      const boats: string[] = [];
      for (const { command, process, boat, key, minutes } of wanted) {
        const master = process === 0 ? masters[0] : masters[1];
        master.now += minutes * 60_000;
        const target = command instanceof RegisterBoat ? undefined : boats[boat];
        if (!(command instanceof RegisterBoat) && target === undefined) continue;
        const outcome = await master.execute(command, { ...(target ? { target } : {}), ...(key ? { idempotencyKey: key } : {}) });
        if (isRefusal(outcome)) continue;
        if (!boats.includes(outcome.target)) boats.push(outcome.target);
        const { state, revision, position } = outcome;
        if (!outcome.repeated) {
          expect(await new HarbourMaster(store).executor.load(boatDecider, outcome.target)).toEqual({ state, revision, position });
        }
      }
      for (const boat of boats) {
        const times = (await store.readStream(`boat-${boat}`)).map(({ metadata }) => metadata.recordedAt);
        expect(times).toEqual([...times].sort());
      }
    }),
    { numRuns: 150 },
  ));
