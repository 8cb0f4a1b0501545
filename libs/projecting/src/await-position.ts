import type { Build, DocumentReader, ProjectionRecord } from '@docket/document-store';
import type { EventReader, Position } from '@docket/event-store';
import type { Clock } from './clock.js';
import { AWAIT_DEADLINE_MS, RETRY_AFTER_SECONDS, WAITING_QUERIES_MAX } from './limits.js';
import { ReadModelBehind } from './read-models.js';

/** Chooses the build to read from a projection's record; undefined: there is none yet. It may fail (a cursor whose build is gone). */
export type ChooseBuild = (record: ProjectionRecord | undefined) => Build | undefined;

interface Waiting {
  readonly projection: string;
  /** Looks at a record as it now is. */
  look(record: ProjectionRecord | undefined): void;
  fail(error: unknown): void;
}

export const hasPassed = (build: Build, after: Position | undefined): boolean =>
  after === undefined || (build.checkpoint !== undefined && build.checkpoint.position >= after);

/** Queries that wait until a projection has come to a position. The document store wakes them; nothing polls. */
export class AwaitPosition {
  readonly #documents: DocumentReader;
  readonly #events: EventReader;
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();
  #unwatch: (() => void) | undefined;
  #reading = false;
  #changed = false;

  constructor(sources: { readonly documents: DocumentReader; readonly events: EventReader; readonly clock: Clock }) {
    this.#documents = sources.documents;
    this.#events = sources.events;
    this.#clock = sources.clock;
  }

  /** The chosen build, once it is there and has passed `after`. Fails with ReadModelBehind at the deadline, and at once where the log has no
   *  such event yet or too many queries wait. */
  async passed(projection: string, after: Position | undefined, choose: ChooseBuild): Promise<Build> {
    const behind = new ReadModelBehind(projection, after, RETRY_AFTER_SECONDS);
    if (after !== undefined && ((await this.#events.head()) ?? '') < after) throw behind;
    if (this.#waiting.size >= WAITING_QUERIES_MAX) throw behind;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        callOff();
        this.#remove(waiting);
      };
      const fail = (error: Error): void => {
        end();
        reject(error);
      };
      const look = (record: ProjectionRecord | undefined): void => {
        const build = choose(record);
        if (!build || !hasPassed(build, after)) return;
        end();
        resolve(build);
      };
      const callOff = this.#clock.wakeAfter(AWAIT_DEADLINE_MS, () => fail(behind));
      const waiting: Waiting = { projection, look, fail };
      this.#add(waiting);
    });
  }

  /** What changed before the watch began is seen by the first look. */
  #add(waiting: Waiting): void {
    this.#waiting.add(waiting);
    this.#unwatch ??= this.#documents.watch(() => this.#look());
    this.#look();
  }

  #remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    if (this.#waiting.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #look(): void {
    this.#changed = true;
    if (!this.#reading) void this.#read();
  }

  /** Reads the record of each projection that is waited for, once for all who wait, and again if there was a change meanwhile. */
  async #read(): Promise<void> {
    this.#reading = true;
    while (this.#changed && this.#waiting.size > 0) {
      this.#changed = false;
      for (const projection of new Set([...this.#waiting].map((each) => each.projection))) await this.#lookAt(projection);
    }
    this.#reading = false;
  }

  async #lookAt(projection: string): Promise<void> {
    const those = (): Waiting[] => [...this.#waiting].filter((each) => each.projection === projection);
    try {
      const record = await this.#documents.readProjection(projection);
      for (const waiting of those()) {
        try {
          waiting.look(record);
        } catch (error) {
          waiting.fail(error);
        }
      }
    } catch (error) {
      for (const waiting of those()) waiting.fail(error);
    }
  }
}
