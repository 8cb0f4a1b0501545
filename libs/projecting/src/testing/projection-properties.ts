import type { DocumentStore } from '@docket/document-store';
import type { StoreUnderTest } from '@docket/document-store/testing';
import type { StreamEvent } from '@docket/event-store';
import { seldomDrawn } from '@docket/event-store/testing';
import fc from 'fast-check';
import { fieldProblems } from '../fields.js';
import type { Projection } from '../projection.js';
import { deliver, deliverAtRandom, documentsOf, emptyBuild, type Cut, type Delivered } from './delivering.js';
import { firstDifference, hashOf, type Documents } from './documents.js';
import { plainFold } from './plain-fold.js';
import { picking, type Pick } from './random.js';
import { SteppedStore } from './stepped-store.js';

/** A way to bring a log into the documents. */
interface Way {
  readonly name: string;
  go(delivered: Delivered, log: readonly StreamEvent[], pick: Pick): Promise<void>;
}

const unhindered = (delivered: Delivered): SteppedStore => new SteppedStore(delivered.store, async () => undefined, delivered.written);

/** Small batches of a small log, so that much goes on between them; a long log in some fifty. */
const randomSize = (log: readonly StreamEvent[], pick: Pick): number => 1 + pick(Math.max(8, Math.ceil(log.length / 25)));

const straight = (name: string, cut: (log: readonly StreamEvent[], pick: Pick) => Cut): Way => ({
  name,
  go: (delivered, log, pick) => deliver(unhindered(delivered), delivered.layout, log, cut(log, pick)),
});

const atRandom = (name: string, engines: number): Way => ({
  name,
  go: (delivered, log, pick) =>
    deliverAtRandom(delivered, log, engines, pick, { again: () => (pick(4) === 0 ? pick(8) : 0), size: () => randomSize(log, pick) }),
});

const ways: readonly Way[] = [
  straight('one event at a time', () => ({ again: () => 0, size: () => 1 })),
  straight('in one batch, as a rebuild takes it', (log) => ({ again: () => 0, size: () => log.length })),
  straight('with random batch boundaries', (log, pick) => ({ again: () => 0, size: () => randomSize(log, pick) })),
  straight('with events delivered twice', (log, pick) => ({ again: () => pick(12), size: () => randomSize(log, pick) })),
  atRandom('with crashes between any two documents', 1),
  atRandom('by two engines at once on a store without transactions', 2),
];

interface Expected {
  readonly documents: Documents;
  readonly hash: string;
}

/** What a projection says of a log. Fails where a document holds what its collection's `fields` do not describe. */
const expectedOf = (projection: Projection, log: readonly StreamEvent[]): Expected => {
  const documents = plainFold(projection, log);
  for (const { name, fields } of [projection.rows, ...(projection.derived ?? [])]) {
    for (const [id, { body }] of documents.get(name) ?? []) {
      const [problem] = fieldProblems(fields, body as object);
      if (problem !== undefined) throw new Error(`${name}/${id}: ${problem}`);
    }
  }
  return { documents, hash: hashOf(documents) };
};

const check = async (
  way: Way,
  projection: Projection,
  log: readonly StreamEvent[],
  expected: Expected,
  seed: number,
  store?: DocumentStore,
): Promise<void> => {
  const delivered = await emptyBuild(projection, store);
  await way.go(delivered, log, picking(seed));
  const actual = await documentsOf(delivered);
  if (hashOf(actual) === expected.hash) return;
  const difference = firstDifference(expected.documents, actual) ?? 'the hashes differ';
  throw new Error(`projection ${projection.name}, ${way.name} (seed ${seed}): ${difference}`);
};

/** Fails where the documents depend on anything but the log: brings it into them in every way there is, one event at a time, in one
 *  batch, with random boundaries, delivered twice, with crashes, by two engines at once; and where they hold what is not described. */
export const checkProjection = async (
  projection: Projection,
  log: readonly StreamEvent[],
  seed: number,
  /** An empty store for each way; in memory where none is given. It is closed. */
  open?: () => Promise<StoreUnderTest>,
): Promise<void> => {
  const expected = expectedOf(projection, log);
  for (const way of ways) {
    const opened = await open?.();
    try {
      await check(way, projection, log, expected, seed, opened?.store);
    } finally {
      await opened?.close();
    }
  }
};

type Logs = readonly (readonly StreamEvent[])[];

const isDrawn = (logs: fc.Arbitrary<readonly StreamEvent[]> | Logs): logs is fc.Arbitrary<readonly StreamEvent[]> => !Array.isArray(logs);

/** How many logs are drawn to see what a generator draws; the seed is always the same, so that the answer is. */
const DRAWN = { numRuns: 100, seed: 6 };

/** Registers a test for each projection and each way: over logs that fast-check makes, or over given (real) ones. And one that enough of
 *  these have each type of event that the projection takes. */
export const projectionProperties = (
  projections: readonly Projection[],
  logs: fc.Arbitrary<readonly StreamEvent[]> | Logs,
  { runs = 100 }: { readonly runs?: number } = {},
): void => {
  const log = isDrawn(logs) ? logs : fc.constantFrom(...logs);
  const sample = isDrawn(logs) ? fc.sample(logs, DRAWN) : logs;
  describe.each(projections.map((projection) => ({ name: projection.name, projection })))('the documents of $name', ({ projection }) => {
    it('come of all types of event that it takes', () => {
      expect(seldomDrawn(projection.events, sample)).toEqual([]);
    });

    it.each(ways)('are what a plain fold of the log gives, $name', async (way) => {
      await fc.assert(
        fc.asyncProperty(log, fc.nat(), (events, seed) => check(way, projection, events, expectedOf(projection, events), seed)),
        { numRuns: runs },
      );
    });
  });
};
