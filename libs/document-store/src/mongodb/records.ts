import type { Collection, Db } from 'mongodb';
import type { Build, Checkpoint, ProjectionRecord } from '../document-store.js';
import { DocumentsUnavailable, UnknownBuild } from '../failures.js';
import { ReadsOfATurn } from '../reads-of-a-turn.js';
import { servesFromFurtherBack } from '../serving-back.js';
import { DUPLICATE_KEY } from './failure.js';
import { READ_MS_MAX, RECORD_TRIES_MAX } from './limits.js';

/** A record as it lies in MongoDB. `moves` counts the moves of its checkpoints, which the revision does not. */
interface StoredRecord {
  readonly _id: string;
  readonly moves: number;
  readonly record: ProjectionRecord;
}

const READING = { readConcern: 'majority', maxTimeMS: READ_MS_MAX } as const;

/** The records of projections, one document each, written by compare-and-set. */
export class Records {
  readonly #records: Collection<StoredRecord>;

  /** Each query begins with the records of the read models that it reads. */
  readonly #reads = new ReadsOfATurn((projections) => this.#readAll(projections));

  constructor(db: Db) {
    this.#records = db.collection('docket.projections');
  }

  read(projection: string): Promise<ProjectionRecord | undefined> {
    return this.#reads.read(projection);
  }

  /** Of all records: what changes when any of them does. */
  async marks(): Promise<string> {
    const found = this.#records.find({}, { projection: { moves: 1, 'record.revision': 1 }, sort: { _id: 1 }, maxTimeMS: READ_MS_MAX });
    return (await found.toArray()).map(({ _id, moves, record }) => `${_id} ${record.revision} ${moves}`).join('\n');
  }

  /** As DocumentStore.compareAndSetProjection. A checkpoint that moves meanwhile is taken into account: it is read and tried again. */
  async compareAndSet(expected: number, next: ProjectionRecord): Promise<boolean> {
    for (let tries = 0; tries < RECORD_TRIES_MAX; tries++) {
      const standing = await this.#stored(next.projection);
      if ((standing?.record.revision ?? 0) !== expected || servesFromFurtherBack(standing?.record, next)) return false;
      const record = { ...next, revision: expected + 1, builds: withNewerCheckpoints(standing?.record, next) };
      const stored = { _id: next.projection, moves: (standing?.moves ?? 0) + 1, record };
      if (standing ? await this.#replace(standing, stored) : await this.#insert(stored)) return true;
    }
    throw new DocumentsUnavailable(`the checkpoints of projection ${next.projection} move too fast for its record to be written`);
  }

  /** Moves a build's checkpoint forward, never back. Fails with UnknownBuild. */
  async advance(projection: string, build: string, checkpoint: Checkpoint): Promise<void> {
    const path = `record.builds.${build}`;
    const moved = await this.#records.updateOne(
      {
        _id: projection,
        [`${path}.id`]: build,
        $or: [{ [`${path}.checkpoint`]: { $exists: false } }, { [`${path}.checkpoint.position`]: { $lt: checkpoint.position } }],
      },
      { $set: { [`${path}.checkpoint`]: checkpoint }, $inc: { moves: 1 } },
    );
    if (moved.matchedCount === 0) await this.checkBuild(projection, build);
  }

  /** Fails with UnknownBuild. */
  async checkBuild(projection: string, build: string): Promise<void> {
    if (!(await this.read(projection))?.builds[build]) throw new UnknownBuild(projection, build);
  }

  #stored(projection: string): Promise<StoredRecord | null> {
    return this.#records.findOne({ _id: projection }, READING);
  }

  async #readAll(projections: readonly string[]): Promise<ReadonlyMap<string, ProjectionRecord>> {
    const found = await this.#records.find({ _id: { $in: projections } }, READING).toArray();
    return new Map(found.map(({ _id, record }) => [_id, record]));
  }

  async #replace({ _id, moves, record }: StoredRecord, next: StoredRecord): Promise<boolean> {
    const replaced = await this.#records.replaceOne({ _id, moves, 'record.revision': record.revision }, next);
    return replaced.matchedCount === 1;
  }

  async #insert(record: StoredRecord): Promise<boolean> {
    try {
      await this.#records.insertOne(record);
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }
}

/** A checkpoint that is stored already is kept unless the record's is newer. */
const withNewerCheckpoints = (standing: ProjectionRecord | undefined, next: ProjectionRecord): Readonly<Record<string, Build>> =>
  Object.fromEntries(
    Object.entries(next.builds).map(([id, build]) => {
      const kept = standing?.builds[id]?.checkpoint;
      const isNewer = kept && !(build.checkpoint && build.checkpoint.position > kept.position);
      return [id, isNewer ? { ...build, checkpoint: kept } : build];
    }),
  );
