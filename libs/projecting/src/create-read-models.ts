import {
  collectionOf,
  InvalidQuery,
  TooLarge,
  type Build,
  type Count,
  type DocumentReader,
  type ProjectionRecord,
  type StoredDocument,
} from '@docket/document-store';
import { InvalidPosition, type EventReader, type Position } from '@docket/event-store';
import { AwaitPosition, hasPassed, type ChooseBuild } from './await-position.js';
import { servesCursors, servingBuild } from './build-records.js';
import type { Clock } from './clock.js';
import { checkCursor, readCursor, writeCursor, type Cursor } from './cursor.js';
import { InvalidCursor, type ListPage, type ListQuery, type ReadModel, type ReadModels } from './read-models.js';

export interface ReadModelSources {
  readonly documents: DocumentReader;
  readonly events: EventReader;
  readonly clock: Clock;
}

/** The query side's way to the documents. */
export const createReadModels = (sources: ReadModelSources): ReadModels => {
  const { documents, events, clock } = sources;
  const waits = new AwaitPosition(sources);

  const pin = async (projection: string, after: Position | undefined, choose: ChooseBuild): Promise<Build> => {
    if (after !== undefined && !events.isPosition(after)) throw new InvalidPosition(after);
    const build = choose(await documents.readProjection(projection));
    return build && hasPassed(build, after) ? build : waits.passed(projection, after, choose);
  };

  return {
    async open(projection, { after, cursor } = {}) {
      const read = cursor === undefined ? undefined : readCursor(cursor);
      const build = await pin(projection, after, read ? buildOfCursor(read, clock) : servingBuild);
      return new PinnedReadModel(documents, projection, build);
    },
    async passed(projection, after) {
      await pin(projection, after, servingBuild);
    },
  };
};

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
    return this.#documents.get(collectionOf(collection, this.build), id);
  }

  getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    return this.#documents.getMany(collectionOf(collection, this.build), ids);
  }

  async list<Body>(
    collection: string,
    query: ListQuery,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<ListPage<Body>> {
    const { limit, cursor } = page;
    const list = { projection: this.#projection, collection, query };
    const begun = cursor === undefined ? undefined : this.#place(list, cursor);
    const found = await this.#documents
      .find<Body>(collectionOf(collection, this.build), { ...query, limit, ...(begun ? { after: begun } : {}) })
      .catch(asInvalidCursor);
    return {
      items: found.items,
      partial: found.partial,
      ...(found.next ? { nextCursor: writeCursor(list, this.build, found.next) } : {}),
    };
  }

  count(collection: string, query: Omit<ListQuery, 'direction'>): Promise<Count> {
    return this.#documents.count(collectionOf(collection, this.build), query);
  }

  /** A cursor of another build can't be gone on with here: the query did not open the read model by it. */
  #place(list: Parameters<typeof writeCursor>[0], text: string) {
    const cursor = readCursor(text);
    if (cursor.build !== this.build) throw new InvalidCursor('the cursor belongs to another build');
    checkCursor(cursor, list);
    return cursor.place;
  }
}
