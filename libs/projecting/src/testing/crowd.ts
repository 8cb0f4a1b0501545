import { MemoryDocumentStore } from '@docket/document-store/testing';
import { MemoryEventStore } from '@docket/event-store/testing';
import { candidates, servesCursors } from '../build-records.js';
import { layoutOf } from '../build-layout.js';
import { ProjectionEngine } from '../engine.js';
import { CURSOR_LIFETIME_MS, RECORDS_REFRESH_MS } from '../limits.js';
import { OtherPrograms } from '../other-programs.js';
import type { Projection } from '../projection.js';
import { Tenancy } from '../tenancy.js';
import { documentsById, firstDifference, type Documents } from './documents.js';
import { ManualClock } from './manual-clock.js';
import { newEvent, type Happening } from './parcels.js';
import { plainFold } from './plain-fold.js';
import type { Pick } from './random.js';
import { SteppedStore, type WrittenIds } from './stepped-store.js';

const IDLE_TURNS = 30;
const TURNS_MAX = 200_000;

/** One projector that takes its steps when it is told to, or never again. */
interface Member {
  readonly version: string;
  readonly gates: (() => void)[];
  engine?: ProjectionEngine;
}

/** Real engines at once over one store without transactions, none of them deposed by another, each going from document to document when chance lets it, dying anywhere,
 *  rebuilding now and then, while events keep coming. */
export class Crowd {
  readonly #events = new MemoryEventStore();
  readonly #documents = new MemoryDocumentStore();
  readonly #written: WrittenIds = new Map();
  readonly #clock = new ManualClock();
  readonly #pick: Pick;
  #members: Member[];
  #begun = 0;
  #projection: Projection;
  #served: string | undefined = undefined;
  #servedBuilds = new Set<string>();
  readonly #failures: Error[] = [];

  constructor(projection: Projection, size: number, pick: Pick) {
    this.#projection = projection;
    this.#pick = pick;
    this.#members = Array.from({ length: size }, () => this.#begin());
  }

  /** Builds that have served: a test sees by it that there was something to see. */
  get switches(): number {
    return this.#servedBuilds.size;
  }

  /** Lets the happenings come one by one among the projectors' steps. `upgrade` is the version that projectors begin with from the middle on. */
  async live(happenings: readonly Happening[], upgrade: Projection): Promise<void> {
    for (const [index, happening] of happenings.entries()) {
      if (index === happenings.length >> 1) this.#projection = upgrade;
      await this.#events.append(happening.stream, [newEvent(happening, index)], 'any');
      for (let steps = this.#pick(40); steps > 0; steps--) await this.#something();
    }
  }

  /** Ends projectors of another version than the one begun last, as an upgrade does, lets everyone else finish, and fails where what is stored is not what a plain fold gives, in any build that is fed. */
  async settle(): Promise<void> {
    this.#members = this.#members.filter(({ version }) => version === this.#projection.version);
    this.#members.push(this.#begin());
    await this.#quiet();
    this.#clock.advance(RECORDS_REFRESH_MS);
    await this.#quiet();
    await this.#check();
    await this.#stop();
  }

  async #something(): Promise<void> {
    const chance = this.#pick(200);
    const at = this.#pick(this.#members.length);
    const member = this.#members[at] as Member;
    if (chance < 4) this.#members[at] = this.#begin();
    else if (chance < 6) void member.engine?.rebuild(this.#projection).catch((error: unknown) => this.#failed(error));
    else if (chance < 9) this.#clock.advance(RECORDS_REFRESH_MS);
    else if (chance < 10) this.#clock.advance(CURSOR_LIFETIME_MS);
    else for (let burst = this.#pick(10) === 0 ? this.#pick(40) : 1; burst > 0; burst--) await this.#letGo(member);
    await this.#nobodyIsSentBack();
  }

  #begin(): Member {
    const member: Member = { version: this.#projection.version, gates: [] };
    const gate = (): Promise<void> => new Promise((resolve) => member.gates.push(resolve));
    const documents = new SteppedStore(this.#documents, gate, this.#written);
    const clock = this.#clock;
    const lease = `lease of ${this.#begun++}`;
    ProjectionEngine.start({
      events: this.#events,
      documents,
      projections: [this.#projection],
      logId: 'log',
      clock,
      tenancy: new Tenancy(documents, lease, 1),
      others: new OtherPrograms({ documents, clock, lease, holder: lease }),
      starting: true,
      signal: new AbortController().signal,
      moved: () => undefined,
      log: ({ level, message, reason }) => level === 'error' && this.#failed(new Error(`${message}: ${reason ?? ''}`)),
      limits: { events: 1 + this.#pick(8), bytes: 1_000_000 },
    }).then(
      (engine) => (member.engine = engine),
      (error: unknown) => this.#failed(error),
    );
    return member;
  }

  async #letGo({ gates }: Member): Promise<boolean> {
    const [goOn] = gates.splice(this.#pick(gates.length), 1);
    goOn?.();
    await new Promise((resolve) => setImmediate(resolve));
    return goOn !== undefined;
  }

  async #quiet(): Promise<void> {
    let idle = 0;
    for (let turn = 0; idle < IDLE_TURNS; turn++) {
      if (turn > TURNS_MAX) throw new Error('the projectors do not come to rest');
      let went = false;
      for (const member of this.#members) went = (await this.#letGo(member)) || went;
      idle = went ? 0 : idle + 1;
    }
  }

  async #nobodyIsSentBack(): Promise<void> {
    const record = await this.#documents.readProjection(this.#projection.name);
    const position = record?.builds[record.serving ?? '']?.checkpoint?.position;
    if (this.#served !== undefined && (position ?? '') < this.#served)
      throw new Error(`readers were sent back from ${this.#served} to ${position ?? 'nothing'}`);
    this.#served = position ?? this.#served;
    if (record?.serving !== undefined) this.#servedBuilds.add(record.serving);
  }

  async #check(): Promise<void> {
    await this.#nobodyIsSentBack();
    if (this.#failures[0]) throw this.#failures[0];
    const log = await this.#events.readAll();
    const expected = plainFold(this.#projection, log);
    const record = await this.#documents.readProjection(this.#projection.name);
    if (!record) throw new Error('nothing was built');
    const wanted = Object.values(record.builds).filter(
      (build) => build.version === this.#projection.version && servesCursors(build, this.#clock.now()),
    );
    if (!wanted.some(({ id }) => id === record.serving)) throw new Error('another version than the wanted one serves');
    if (candidates(record).length > 0) throw new Error('a build has caught up and does not serve');
    for (const { id, checkpoint } of wanted) {
      if (checkpoint?.position !== log.at(-1)?.position) throw new Error(`build ${id} stands at ${checkpoint?.position ?? 'nothing'}`);
      const difference = firstDifference(expected, await this.#documentsOf(id));
      if (difference !== undefined) throw new Error(`build ${id}: ${difference}`);
    }
  }

  async #documentsOf(build: string): Promise<Documents> {
    const { rows, derived } = layoutOf(this.#projection, build);
    const documents = new Map<string, ReadonlyMap<string, { position: string; body: unknown }>>();
    for (const { name, physical } of [...derived, rows])
      documents.set(name, await documentsById(this.#documents, physical, this.#written.get(physical) ?? []));
    return documents;
  }

  async #stop(): Promise<void> {
    const stopped = Promise.all(this.#members.map(async ({ engine }) => engine?.stop()));
    await this.#quiet();
    await stopped;
  }

  #failed(error: unknown): void {
    this.#failures.push(error instanceof Error ? error : new Error(String(error)));
  }
}
