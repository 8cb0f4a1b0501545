import type { DocumentStore, ProjectionRecord } from '@docket/document-store';
import { changeRecord, type RecordChange } from './build-records.js';
import { PROGRAMS_MAX } from './limits.js';

/** Another projector of the same program has begun to work since: this one may change no record any more. */
export class Deposed extends Error {
  override readonly name = 'Deposed';
}

/** The right to change the projections' records, for as long as no other holder of the same lease has begun to work. A holder that was paused and wakes
 *  finds a greater term in the record that it is about to change, so it can neither switch nor drop a build. */
export class Tenancy {
  readonly #documents: DocumentStore;

  constructor(
    documents: DocumentStore,
    /** The lease's name: holders of different ones (of two programs side by side) do not depose each other. */
    readonly lease: string,
    readonly term: number,
  ) {
    this.#documents = documents;
  }

  /** Deposes whoever worked before. Fails with Deposed where a later one has begun. */
  async begin(projection: string): Promise<ProjectionRecord> {
    return this.change(projection, (record) =>
      this.#termIn(record) === this.term ? undefined : { ...record, terms: this.#withTerm(record) },
    );
  }

  /** Changes a record as changeRecord does. Fails with Deposed. */
  change(projection: string, change: RecordChange): Promise<ProjectionRecord> {
    return changeRecord(this.#documents, projection, (record) => {
      if (this.#termIn(record) > this.term) throw new Deposed(`another projector has begun to work on ${projection}`);
      return change(record);
    });
  }

  /** Of the programs that have worked on it, the latest. */
  #withTerm({ terms = {} }: ProjectionRecord): Readonly<Record<string, number>> {
    const others = Object.entries(terms).filter(([lease]) => lease !== this.lease);
    return Object.fromEntries([...others.slice(1 - PROGRAMS_MAX), [this.lease, this.term]]);
  }

  #termIn({ terms }: ProjectionRecord): number {
    return terms?.[this.lease] ?? 0;
  }
}
