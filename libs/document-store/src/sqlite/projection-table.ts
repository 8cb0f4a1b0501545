import type Database from 'better-sqlite3';
import type { Build, Checkpoint, ProjectionRecord } from '../document-store.js';
import { UnknownBuild } from '../failures.js';
import { knownCommits } from './commit-notice.js';
import { servesFromFurtherBack } from '../serving-back.js';

type CheckpointColumns = [position: string | null, eventId: string | null, logId: string | null, recordedAt: string | null];
type RecordRow = [revision: number, record: string, build: string | null, ...CheckpointColumns];

/** The projections' records. Checkpoints move with every batch, so they stand in rows of their own beside the record. */
export class ProjectionTable {
  readonly #version: Database.Statement<[], number>;
  readonly #select: Database.Statement<[string], RecordRow>;
  readonly #known = new Map<string, ProjectionRecord | undefined>();
  readonly #advance: Database.Statement;
  #knownAt = -1;
  /** The version was asked in this turn of the loop. It is asked again where this thread has heard of a commit since: whoever was told looks for what was
   *  committed, and is not told twice. */
  #isAsked = false;
  #commitsWhenAsked = 0;

  constructor(private readonly database: Database.Database) {
    this.#advance = database.prepare(
      `UPDATE build SET position = ?, event_id = ?, log_id = ?, recorded_at = ?
       WHERE projection = ? AND id = ? AND (position IS NULL OR position < ?)`,
    );
    this.#version = database.prepare<[], number>('PRAGMA data_version').pluck();
    this.#select = database
      .prepare<[string], RecordRow>(
        `SELECT revision, record, build.id, position, event_id, log_id, recorded_at
         FROM projection LEFT JOIN build ON build.projection = projection.name WHERE name = ?`,
      )
      .raw();
  }

  /** Read again only after another connection has committed: the version is asked first, so what is remembered is never older than it. */
  read(projection: string): ProjectionRecord | undefined {
    this.#askVersion();
    const known = this.#known.get(projection);
    if (known) return known;
    const record = this.#read(projection);
    if (record) this.#known.set(projection, record);
    return record;
  }

  /** Once a turn of the loop: it takes a lock on the file, and many requests may be there to be answered in one turn. */
  #askVersion(): void {
    const commits = knownCommits();
    if (this.#isAsked && commits === this.#commitsWhenAsked) return;
    this.#isAsked = true;
    this.#commitsWhenAsked = commits;
    setImmediate(() => (this.#isAsked = false));
    const version = this.#version.get() as number;
    if (version !== this.#knownAt) this.forget();
    this.#knownAt = version;
  }

  /** After a write of this connection's own, which the version does not tell of. */
  forget(): void {
    this.#known.clear();
  }

  /** Within a transaction. False: the revision is not the expected one, or what serves would be further back. */
  compareAndSet(expected: number, next: ProjectionRecord): boolean {
    const standing = this.#read(next.projection);
    if ((standing?.revision ?? 0) !== expected || servesFromFurtherBack(standing, next)) return false;
    const builds = Object.values(next.builds);
    const { database } = this;
    database
      .prepare('INSERT INTO projection VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET revision = excluded.revision, record = excluded.record')
      .run(next.projection, expected + 1, JSON.stringify({ ...next, revision: expected + 1, builds: builds.map(withoutCheckpoint) }));
    database
      .prepare('DELETE FROM build WHERE projection = ? AND id NOT IN (SELECT value FROM json_each(?))')
      .run(next.projection, JSON.stringify(builds.map((build) => build.id)));
    const insert = database.prepare('INSERT OR IGNORE INTO build (projection, id) VALUES (?, ?)');
    for (const { id, checkpoint } of builds) {
      insert.run(next.projection, id);
      if (checkpoint) this.advance(next.projection, id, checkpoint);
    }
    return true;
  }

  /** Within a transaction. Only forward. */
  advance(projection: string, build: string, { position, eventId, logId, recordedAt }: Checkpoint): void {
    const { changes } = this.#advance.run(position, eventId, logId, recordedAt, projection, build, position);
    if (changes > 0) return;
    const standing = this.database.prepare('SELECT 1 FROM build WHERE projection = ? AND id = ?').get(projection, build);
    if (!standing) throw new UnknownBuild(projection, build);
  }

  #read(projection: string): ProjectionRecord | undefined {
    const rows = this.#select.all(projection);
    const first = rows[0];
    if (!first) return undefined;
    const checkpoints = new Map(rows.map(([, , build, ...columns]) => [build, checkpointOf(columns)]));
    const stored = JSON.parse(first[1]) as Omit<ProjectionRecord, 'builds'> & { readonly builds: readonly Build[] };
    const builds = stored.builds.map((build) => {
      const checkpoint = checkpoints.get(build.id);
      return [build.id, checkpoint ? { ...build, checkpoint } : build] as const;
    });
    return { ...stored, builds: Object.fromEntries(builds) };
  }
}

const withoutCheckpoint = ({ checkpoint: _, ...build }: Build): Omit<Build, 'checkpoint'> => build;

const checkpointOf = ([position, eventId, logId, recordedAt]: CheckpointColumns): Checkpoint | undefined =>
  position === null || eventId === null || logId === null || recordedAt === null ? undefined : { position, eventId, logId, recordedAt };
