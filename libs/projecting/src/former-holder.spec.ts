import type { ProjectionRecord } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { MemoryEventStore } from '@docket/event-store/testing';
import { layoutOf } from './build-layout.js';
import { LEASE_EXPIRES_MS, LEASE_LOOK_MS, LEASE_LOST_MS, RECORDS_REFRESH_MS } from './limits.js';
import { startProjector, type Projector } from './projector.js';
import type { Projection } from './projection.js';
import { requestRebuild } from './rebuild.js';
import { documentsById, firstDifference, type Documents } from './testing/documents.js';
import { ManualClock } from './testing/manual-clock.js';
import { newEvent, parcels, type Happening } from './testing/parcels.js';
import { plainFold } from './testing/plain-fold.js';
import { moved, posted, scanned, turns, until } from './testing/scene.js';
import { SteppedStore, type WrittenIds } from './testing/stepped-store.js';

const PROJECTION = parcels() as Projection;

/** Two projectors of one program over one store, each on a clock of its own. The first goes from document to document as it is let, so it can be paused
 *  anywhere, in the middle of a batch as well. */
class Handover {
  readonly events = new MemoryEventStore();
  readonly documents = new MemoryDocumentStore();
  readonly written: WrittenIds = new Map();
  readonly #errors: string[] = [];
  readonly #gates: (() => void)[] = [];
  readonly #clocks = { first: new ManualClock(), second: new ManualClock() };
  first: Projector | undefined;
  #second: Projector | undefined;
  #works = { first: false, second: false };
  #appended = 0;
  steps = 0;

  async happen(...happenings: readonly Happening[]): Promise<void> {
    for (const happening of happenings) await this.events.append(happening.stream, [newEvent(happening, this.#appended++)], 'any');
  }

  begin(): void {
    const gate = (): Promise<void> => new Promise((resolve) => this.#gates.push(resolve));
    void this.#start('first', new SteppedStore(this.documents, gate, this.written)).then((projector) => (this.first = projector));
  }

  /** Lets the first one take so many steps, or as many as it has. */
  async step(count = Infinity): Promise<void> {
    for (let left = count; left > 0; left--) {
      await turns(5);
      const goOn = this.#gates.shift();
      if (!goOn) return;
      this.steps++;
      goOn();
    }
    await turns(5);
  }

  /** It comes to look at the records again. */
  async firstLooks(): Promise<void> {
    for (let ms = 0; ms < RECORDS_REFRESH_MS; ms += 100) {
      this.#clocks.first.advance(100);
      await turns(5);
    }
  }

  /** The second one comes, waits, takes over, and goes on to the log's end. */
  async takeOver(): Promise<Projector> {
    const noting = new SteppedStore(this.documents, () => Promise.resolve(), this.written);
    const second = (this.#second = await this.#start('second', noting));
    for (let ms = 0; !this.#works.second && ms <= LEASE_EXPIRES_MS + LEASE_LOOK_MS; ms += 100) {
      this.#clocks.second.advance(100);
      await turns(10);
    }
    expect(this.#works.second).toBe(true);
    await this.caughtUp();
    return second;
  }

  /** The first one wakes: it finishes what it has in hand, and learns by its timers that its time is over. */
  async wake(): Promise<void> {
    await this.step();
    this.#clocks.first.advance(LEASE_LOST_MS);
    await this.step();
    expect(this.#works.first).toBe(false);
  }

  async caughtUp(): Promise<void> {
    const head = await this.events.head();
    await until(async () => {
      const record = await this.documents.readProjection(PROJECTION.name);
      return record?.builds[record.serving ?? '']?.checkpoint?.position === head;
    }, 'the second one at the head');
  }

  record(): Promise<ProjectionRecord | undefined> {
    return this.documents.readProjection(PROJECTION.name);
  }

  /** How what serves differs from a rebuild. */
  async difference(): Promise<string | undefined> {
    const { rows, derived } = layoutOf(PROJECTION, (await this.record())?.serving ?? '');
    const documents: Documents = new Map(
      await Promise.all(
        [...derived, rows].map(
          async ({ name, physical }) => [name, await documentsById(this.documents, physical, this.written.get(physical) ?? [])] as const,
        ),
      ),
    );
    return firstDifference(plainFold(PROJECTION, await this.events.readAll()), documents);
  }

  async end(): Promise<void> {
    const stopped = Promise.all([this.first?.stop(), this.#second?.stop()]);
    await this.step();
    await stopped;
    expect(this.#errors).toEqual([]);
  }

  async #start(name: 'first' | 'second', documents: SteppedStore): Promise<Projector> {
    return startProjector({
      events: this.events,
      eventTypes: [],
      documents,
      projections: [PROJECTION],
      logId: 'log',
      clock: this.#clocks[name],
      log: ({ level, message, reason }) => {
        if (level === 'error') this.#errors.push(`${message}: ${reason ?? ''}`);
      },
      holder: name,
      onDuty: (works) => (this.#works[name] = works),
      limits: { events: 4, bytes: 1_000_000 },
    });
  }
}

const LIFE = [posted('a'), posted('b', 'south', 2), moved('a'), scanned('b'), posted('c', 'east', 3), moved('b', 'north')];

/** Runs it once to know how many steps there are, then once for each place at which it can be paused. */
const atEachStep = async (run: (handover: Handover, steps: number) => Promise<void>): Promise<number> => {
  const whole = new Handover();
  await run(whole, Infinity);
  const { steps } = whole;
  for (let paused = 1; paused < steps; paused++) await run(new Handover(), paused);
  return steps;
};

describe('a former holder of the projectors’ lease', () => {
  it('that is paused anywhere in its work and wakes after another has taken over and gone on changes nothing', async () => {
    const places = await atEachStep(async (handover, steps) => {
      await handover.happen(...LIFE);
      handover.begin();
      await handover.step(steps);
      if (steps === Infinity) return handover.end();
      await handover.happen(moved('c'), posted('d'), scanned('a'));
      await handover.takeOver();
      await handover.wake();
      expect(await handover.difference()).toBeUndefined();
      await handover.end();
    });
    expect(places).toBeGreaterThan(40);
  }, 60_000);

  it('that is paused anywhere in a rebuild can neither switch nor drop a build when it wakes', async () => {
    const places = await atEachStep(async (handover, steps) => {
      await handover.happen(...LIFE);
      handover.begin();
      await handover.step();
      await requestRebuild(handover.documents, PROJECTION, { logId: 'log', now: 0 });
      await handover.firstLooks();
      const before = handover.steps;
      await handover.step(steps);
      handover.steps -= before;
      if (steps === Infinity) return handover.end();
      const second = await handover.takeOver();
      const asked = await second.rebuild(PROJECTION.name);
      await until(async () => (await handover.record())?.serving === asked, 'the second one’s switch');
      await handover.caughtUp();
      const record = await handover.record();
      await handover.wake();
      expect(await handover.record()).toEqual(record);
      expect(await handover.difference()).toBeUndefined();
      await handover.end();
    });
    expect(places).toBeGreaterThan(20);
  }, 60_000);
});
