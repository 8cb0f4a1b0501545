import { DocumentsUnavailable } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { LEASE_EXPIRES_MS, LEASE_LOOK_MS, LEASE_LOST_MS, LEASE_RENEW_MS } from './limits.js';
import { type HeldLease, ProjectorLease } from './projector-lease.js';
import { ManualClock } from './testing/manual-clock.js';
import { settled, turns } from './testing/scene.js';

/** Within so long another projector takes over from one that has died. */
const TAKEN_OVER_MS_MAX = 10_000;

/** Each has a clock of its own: one that stands still is a process that is paused, or has died. */
class Contender {
  readonly clock = new ManualClock(Math.random() * 1e12);
  readonly said: string[] = [];
  readonly stopping = new AbortController();
  waited = 0;
  readonly #lease: ProjectorLease;

  constructor(documents: MemoryDocumentStore, holder: string) {
    const { clock, said, stopping } = this;
    this.#lease = new ProjectorLease({
      documents,
      name: 'lease',
      holder,
      clock,
      log: ({ message, reason }) => said.push(`${message}: ${reason}`),
      signal: stopping.signal,
    });
  }

  take(): Promise<HeldLease | undefined> {
    return this.#lease.take(() => this.waited++);
  }

  /** Lets time pass as it does: bit by bit, with what is asked being answered in between. */
  async pass(ms: number, others: readonly Contender[] = []): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      for (const { clock } of [this, ...others]) clock.advance(Math.min(left, 100));
      await turns(10);
    }
  }
}

const taken = async (lease: Promise<HeldLease | undefined>): Promise<HeldLease> => {
  const held = await lease;
  if (!held) throw new Error('it was not taken');
  return held;
};

describe('the projectors’ lease', () => {
  let documents: MemoryDocumentStore;
  let one: Contender;
  let two: Contender;
  beforeEach(() => {
    documents = new MemoryDocumentStore();
    one = new Contender(documents, 'one');
    two = new Contender(documents, 'two');
  });

  it('is taken at once where nobody has it', async () => {
    const { term } = await taken(one.take());
    expect(term).toBeGreaterThan(0);
    expect(one.waited).toBe(0);
  });

  it('of two who ask at once one gets', async () => {
    const takes = [one.take(), two.take()];
    await turns();
    const got = await Promise.all(takes.map(settled));
    expect(got.filter(Boolean)).toHaveLength(1);
  });

  it('is nobody else’s while its holder renews it', async () => {
    const held = await taken(one.take());
    const waiting = two.take();
    await two.pass(10 * LEASE_EXPIRES_MS, [one]);
    expect(await settled(waiting)).toBe(false);
    expect(held.lost.aborted).toBe(false);
  });

  it('is taken over in time from a holder that has died, with a greater term', async () => {
    const { term } = await taken(one.take());
    const waiting = two.take();
    await two.pass(LEASE_RENEW_MS, [one]);
    await two.pass(LEASE_EXPIRES_MS - LEASE_LOOK_MS);
    expect(await settled(waiting)).toBe(false);
    await two.pass(TAKEN_OVER_MS_MAX - (LEASE_EXPIRES_MS - LEASE_LOOK_MS) - LEASE_LOOK_MS);
    expect((await taken(waiting)).term).toBeGreaterThan(term);
  });

  it('is lost by a holder that was paused meanwhile, as soon as it wakes', async () => {
    const held = await taken(one.take());
    const waiting = two.take();
    await two.pass(TAKEN_OVER_MS_MAX);
    await taken(waiting);
    expect(held.lost.aborted).toBe(false);
    one.clock.advance(TAKEN_OVER_MS_MAX);
    expect(held.lost.aborted).toBe(true);
    await held.release();
    expect((await documents.readLease('lease')).holder).toBe('two');
  });

  it('that is given back is taken at the next look', async () => {
    const held = await taken(one.take());
    const waiting = two.take();
    await turns();
    await held.release();
    await two.pass(LEASE_LOOK_MS);
    await taken(waiting);
    expect(held.lost.aborted).toBe(false);
  });

  it('is taken at once by a projector that is begun again under the same name', async () => {
    const { term } = await taken(one.take());
    expect((await taken(new Contender(documents, 'one').take())).term).toBeGreaterThan(term);
  });

  it('counts as lost when it could not be renewed for a while, before anybody else may take it', async () => {
    expect(LEASE_LOST_MS).toBeLessThan(LEASE_EXPIRES_MS);
    const held = await taken(one.take());
    documents.compareAndSetLease = () => Promise.reject(new DocumentsUnavailable('no connection'));
    await one.pass(LEASE_LOST_MS - 100);
    expect(held.lost.aborted).toBe(false);
    await one.pass(100);
    expect(held.lost.aborted).toBe(true);
    expect(one.said).toContain('this projector stands by: the lease was not renewed in time');
  });

  it('goes on when the answer to a renewal was lost', async () => {
    const held = await taken(one.take());
    const set = documents.compareAndSetLease.bind(documents);
    let lost = 0;
    documents.compareAndSetLease = async (...args) => {
      const done = await set(...args);
      if (lost++ === 0) throw new DocumentsUnavailable('the answer was lost');
      return done;
    };
    await one.pass(3 * LEASE_EXPIRES_MS);
    expect(held.lost.aborted).toBe(false);
  });

  it('is waited for also while the store is away', async () => {
    const read = documents.readLease.bind(documents);
    documents.readLease = () => Promise.reject(new DocumentsUnavailable('no connection'));
    const waiting = one.take();
    await one.pass(LEASE_LOOK_MS);
    documents.readLease = read;
    await one.pass(LEASE_LOOK_MS);
    await taken(waiting);
  });

  it('is not waited for any more when the program stops, and nothing of it is left', async () => {
    await taken(one.take());
    const waiting = two.take();
    await turns();
    two.stopping.abort();
    expect(await waiting).toBeUndefined();
    expect(two.clock.sleepers).toBe(0);
  });
});
