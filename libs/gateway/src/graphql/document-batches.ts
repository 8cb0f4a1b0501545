import type { Caller } from '@docket/access';
import type { JsonObject } from '@docket/event-store';
import type { ReadModels } from '@docket/projecting';
import { shownDocument } from '../dispatch.js';
import type { QueryOperation } from '../operation.js';
import type { DocumentsRelation } from '../relation.js';
import { raise } from './graphql-errors.js';

type Found = ReadonlyMap<string, JsonObject>;

interface Batch {
  readonly ids: Set<string>;
  readonly found: Promise<Found>;
}

/** Documents that the things of one request name by their ids, read at once for all that ask in the same turn, so that a list of fifty costs as one does. */
export class DocumentBatches {
  readonly #open = new Map<string, Batch>();

  constructor(
    private readonly readModels: ReadModels,
    private readonly caller: Caller,
  ) {}

  /** Those that are there and may be seen, in the order of the ids. */
  async get(
    relation: DocumentsRelation,
    operation: QueryOperation,
    ids: readonly string[],
    after: string | undefined,
  ): Promise<readonly JsonObject[]> {
    if (ids.length === 0) return [];
    const batch = this.#batch(relation, operation, after);
    for (const id of ids) batch.ids.add(id);
    const found = await batch.found;
    return ids.map((id) => found.get(id)).filter((document) => document !== undefined);
  }

  #batch(relation: DocumentsRelation, operation: QueryOperation, after: string | undefined): Batch {
    const key = `${relation.projection} ${relation.collection} ${operation.name} ${after ?? ''}`;
    const open = this.#open.get(key);
    if (open) return open;
    const ids = new Set<string>();
    const closed = new Promise<void>((resolve) => setImmediate(resolve)).then(() => void this.#open.delete(key));
    const batch = { ids, found: closed.then(() => this.#read(relation, operation, [...ids], after)) };
    this.#open.set(key, batch);
    return batch;
  }

  async #read(
    { projection, collection }: DocumentsRelation,
    operation: QueryOperation,
    ids: readonly string[],
    after: string | undefined,
  ): Promise<Found> {
    const model = await this.readModels.open(projection, after === undefined ? {} : { after });
    const documents = await model.getMany<JsonObject>(collection, ids);
    const shown = new Map<string, JsonObject>();
    for (const [id, { body }] of documents) {
      const seen = shownDocument(operation, this.caller, body);
      if (seen && 'refused' in seen) raise(seen.refused);
      else if (seen) shown.set(id, seen.body);
    }
    return shown;
  }
}
