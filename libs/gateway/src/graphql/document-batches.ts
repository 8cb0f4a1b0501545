import type { Caller } from '@docket/access';
import { ReadsOfATurn } from '@docket/document-store';
import type { JsonObject } from '@docket/event-store';
import type { ReadModels } from '@docket/projecting';
import { shownDocument } from '../dispatch.js';
import type { QueryOperation } from '../operation.js';
import type { DocumentsRelation } from '../relation.js';
import { raise } from './graphql-errors.js';

type Found = ReadonlyMap<string, JsonObject>;

/** Documents that the things of one request name by their ids, read at once for all that ask in the same turn, so that a list of fifty costs as one does. */
export class DocumentBatches {
  readonly #reads = new Map<string, ReadsOfATurn<JsonObject>>();

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
    const reads = this.#readsOf(relation, operation, after);
    const found = await Promise.all(ids.map((id) => reads.read(id)));
    return found.filter((document) => document !== undefined);
  }

  #readsOf(relation: DocumentsRelation, operation: QueryOperation, after: string | undefined): ReadsOfATurn<JsonObject> {
    const key = `${relation.projection} ${relation.collection} ${operation.name} ${after ?? ''}`;
    const open = this.#reads.get(key);
    if (open) return open;
    const reads = new ReadsOfATurn<JsonObject>((ids) => {
      // A subscription asks at ever new positions, and lives long.
      this.#reads.delete(key);
      return this.#read(relation, operation, ids, after);
    });
    this.#reads.set(key, reads);
    return reads;
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
