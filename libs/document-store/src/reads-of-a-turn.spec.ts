import { ReadsOfATurn } from './reads-of-a-turn.js';

/** Queries that are answered when the test says so. */
class Queries {
  readonly asked: (readonly string[])[] = [];
  readonly #answers: ((found: ReadonlyMap<string, number> | Error) => void)[] = [];
  readonly #waiting: (() => void)[] = [];

  readonly readAll = (names: readonly string[]): Promise<ReadonlyMap<string, number>> =>
    new Promise((resolve, reject) => {
      this.asked.push(names);
      this.#answers.push((found) => (found instanceof Error ? reject(found) : resolve(found)));
      this.#waiting.splice(0).forEach((tell) => tell());
    });

  /** Resolves when so many have been sent. */
  async sent(count: number): Promise<void> {
    while (this.asked.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  answer(found: Readonly<Record<string, number>> | Error): void {
    this.#answers.shift()?.(found instanceof Error ? found : new Map(Object.entries(found)));
  }
}

test('what is asked for in one turn is read by one query', async () => {
  const queries = new Queries();
  const reads = new ReadsOfATurn(queries.readAll);
  const all = Promise.all(['a', 'b', 'a', 'nothing'].map((name) => reads.read(name)));
  await queries.sent(1);
  queries.answer({ a: 1, b: 2 });
  expect(await all).toEqual([1, 2, 1, undefined]);
  expect(queries.asked).toEqual([['a', 'b', 'nothing']]);
});

test('who asks while a query is on its way gets what is read by the next one', async () => {
  const queries = new Queries();
  const reads = new ReadsOfATurn(queries.readAll);
  const early = reads.read('a');
  await queries.sent(1);
  const late = reads.read('a');
  await queries.sent(2);
  queries.answer({ a: 1 });
  queries.answer({ a: 2 });
  expect(await Promise.all([early, late])).toEqual([1, 2]);
});

test('a query that fails fails for all who wait for it, and not for the next', async () => {
  const queries = new Queries();
  const reads = new ReadsOfATurn(queries.readAll);
  const failing = Promise.allSettled([reads.read('a'), reads.read('b')]);
  await queries.sent(1);
  queries.answer(new Error('away'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = reads.read('a');
  await queries.sent(2);
  queries.answer({ a: 3 });
  expect(await next).toBe(3);
});
