import type { Count, Find, StoredDocument } from '@docket/document-store';
import type { Position } from '@docket/event-store';

/** What a list asks for; the page's place comes from its cursor. */
export type ListQuery = Omit<Find, 'after' | 'limit'>;

export interface ListPage<Body> {
  readonly items: readonly StoredDocument<Body>[];
  /** Opaque; carries the build, the query it belongs to, and the place. Absent at the end. */
  readonly nextCursor?: string;
  readonly partial: boolean;
}

/** One build of one projection, pinned: every read of a request sees the same build. */
export interface ReadModel {
  /** Id of the build: what was made of one build's documents says nothing of another's. */
  readonly build: string;
  /** How far it has come; undefined before its first event. */
  readonly position: Position | undefined;
  get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined>;
  getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>>;
  /** Fails with InvalidCursor for a cursor that is malformed, of another query, or expired with its build. */
  list<Body>(collection: string, query: ListQuery, page: { readonly limit: number; readonly cursor?: string }): Promise<ListPage<Body>>;
  count(collection: string, query: Omit<ListQuery, 'direction'>): Promise<Count>;
}

/** Where Nest's container has the ReadModels. */
export const READ_MODELS = Symbol('docket.ReadModels');

/** The query side's way to the read models. */
export interface ReadModels {
  /** Pins a build of the projection: the cursor's where there is one, else the serving one; waits until it has passed `after`.
   *  Fails with InvalidPosition, InvalidCursor, or ReadModelBehind (the deadline passed, or no such event has been written: 503). */
  open(projection: string, options?: { readonly after?: Position; readonly cursor?: string }): Promise<ReadModel>;
  /** Waits as `open` does, for queries that read streams but count as a projection. */
  passed(projection: string, after: Position): Promise<void>;
}

/** The read model has not come as far as the query asks. */
export class ReadModelBehind extends Error {
  override readonly name = 'ReadModelBehind';
  constructor(
    readonly projection: string,
    /** undefined: nothing of it has been built yet. */
    readonly after: Position | undefined,
    readonly retryAfterSeconds: number,
    why: 'behind' | 'superseded' = 'behind',
  ) {
    super(
      why === 'superseded'
        ? `the read model ${projection} is served in a version that this process does not know: a newer program has taken over`
        : after === undefined
          ? `the read model ${projection} is not there yet`
          : `the read model ${projection} has not reached position ${after} yet`,
    );
  }
}

/** The cursor is malformed, belongs to another query, or has expired. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}
