import {
  collectionOf,
  fitsTerm,
  InvalidQuery,
  TooLarge,
  UnknownCollection,
  type Build,
  type Count,
  type DocumentReader,
  type ProjectionRecord,
  type StoredDocument,
} from '@docket/document-store';
import { InvalidPosition, type EventReader, type Position } from '@docket/event-store';
import { AwaitPosition, hasPassed, type ChooseBuild } from './await-position.js';
import { candidates, isSuperseded, servesCursors, servingBuild } from './build-records.js';
import type { Clock } from './clock.js';
import { checkCursor, readCursor, writeCursor, type Cursor } from './cursor.js';
import { RETRY_AFTER_SECONDS } from './limits.js';
import type { Projection } from './projection.js';
import { InvalidCursor, type ListPage, type ListQuery, ReadModelBehind, type ReadModel, type ReadModels } from './read-models.js';

export interface ReadModelSources {
  readonly documents: DocumentReader;
  readonly events: EventReader;
  readonly clock: Clock;
  /** The projections whose documents this program knows, by their versions; for any other one whatever serves is read. */
  readonly projections?: readonly Pick<Projection, 'name' | 'version'>[];
}

/** The query side's way to the documents. */
export const createReadModels = (sources: ReadModelSources): ReadModels => {
  const { documents, events, clock, projections = [] } = sources;
  const versions = new Map(projections.map(({ name, version }) => [name, version]));
  const readable = (projection: string): ChooseBuild => readableBuild(projection, versions.get(projection), clock);
  const waits = new AwaitPosition(sources);

  const pin = async (projection: string, after: Position | undefined, choose: ChooseBuild): Promise<Build> => {
    if (after !== undefined && !events.isPosition(after)) throw new InvalidPosition(after);
    const build = choose(await documents.readProjection(projection));
    return build && hasPassed(build, after) ? build : waits.passed(projection, after, choose);
  };

  return {
    async open(projection, { after, cursor } = {}) {
      const read = cursor === undefined ? undefined : readCursor(cursor);
      const build = await pin(projection, after, read ? buildOfCursor(read, clock) : readable(projection));
      return new PinnedReadModel(documents, projection, build);
    },
    async passed(projection, after) {
      await pin(projection, after, readable(projection));
    },
  };
};

/** The build that serves, where it is of the version that this program knows. An older program during an upgrade goes on with the build of its version, as long as
 *  that is kept and fed, and is then told that it is too old. A newer one reads what serves as it is until its own version has been built: a version must be able
 *  to read the documents of the one before. */
const readableBuild =
  (projection: string, version: string | undefined, clock: Clock): ChooseBuild =>
  (record: ProjectionRecord | undefined) => {
    const serving = servingBuild(record);
    if (!record || !serving || version === undefined || serving.version === version) return serving;
    const coming = new Set(candidates(record).map(({ id }) => id));
    const own = Object.values(record.builds).filter((build) => build.version === version && !coming.has(build.id));
    const kept = own.filter((build) => servesCursors(build, clock.now())).reduce<Build | undefined>(latest, undefined);
    if (kept) return kept;
    if (isSuperseded(record, version)) throw new ReadModelBehind(projection, undefined, RETRY_AFTER_SECONDS, 'superseded');
    return serving;
  };

/** Of two, the one that has come further. */
const latest = (a: Build | undefined, b: Build): Build => (a && (a.checkpoint?.position ?? '') >= (b.checkpoint?.position ?? '') ? a : b);

const buildOfCursor =
  (cursor: Cursor, clock: Clock): ChooseBuild =>
  (record: ProjectionRecord | undefined) => {
    const build = record?.builds[cursor.build];
    if (!build || !servesCursors(build, clock.now())) throw new InvalidCursor('the cursor has expired');
    return build;
  };

/** A place that the store refuses is one that somebody made up: pages never end there. */
const asInvalidCursor = (error: unknown): never => {
  const ofPlace = (error instanceof InvalidQuery || error instanceof TooLarge) && error.field.startsWith('after');
  throw ofPlace ? new InvalidCursor('the cursor is malformed') : error;
};

class PinnedReadModel implements ReadModel {
  readonly build: string;
  readonly position: Position | undefined;
  readonly #documents: DocumentReader;
  readonly #projection: string;

  constructor(documents: DocumentReader, projection: string, build: Build) {
    this.#documents = documents;
    this.#projection = projection;
    this.build = build.id;
    this.position = build.checkpoint?.position;
  }

  get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return this.#documents.get<Body>(collectionOf(collection, this.build), id).catch(this.#notThere);
  }

  getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    return this.#documents.getMany<Body>(collectionOf(collection, this.build), ids).catch(this.#notThere);
  }

  async list<Body>(
    collection: string,
    query: ListQuery,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<ListPage<Body>> {
    const { limit, cursor } = page;
    const list = { projection: this.#projection, collection, query };
    const begun = cursor === undefined ? undefined : this.#place(list, cursor);
    // What is too long to be a term is on no document.
    if (query.all?.every(fitsTerm) === false) return { items: [], partial: false };
    const found = await this.#documents
      .find<Body>(collectionOf(collection, this.build), { ...query, limit, ...(begun ? { after: begun } : {}) })
      .catch(asInvalidCursor)
      .catch(this.#notThere);
    return {
      items: found.items,
      partial: found.partial,
      ...(found.next ? { nextCursor: writeCursor(list, this.build, found.next) } : {}),
    };
  }

  count(collection: string, query: Omit<ListQuery, 'direction'>): Promise<Count> {
    return this.#documents.count(collectionOf(collection, this.build), query).catch(this.#notThere);
  }

  /** A build's record stands before its collections do, and for a moment after them. */
  readonly #notThere = (error: unknown): never => {
    throw error instanceof UnknownCollection ? new ReadModelBehind(this.#projection, undefined, RETRY_AFTER_SECONDS) : error;
  };

  /** A cursor of another build can't be gone on with here: the query did not open the read model by it. */
  #place(list: Parameters<typeof writeCursor>[0], text: string) {
    const cursor = readCursor(text);
    if (cursor.build !== this.build) throw new InvalidCursor('the cursor belongs to another build');
    checkCursor(cursor, list);
    return cursor.place;
  }
}
