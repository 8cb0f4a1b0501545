import type { Count, DocumentReader, Find, Page, ProjectionRecord, StoredDocument } from '@docket/document-store';
import { OpenedLate } from './opened-late.js';

/** A document store that may be read before its server has answered for the first time: until then every call fails as its opening does. */
export class LateDocumentReader implements DocumentReader {
  readonly #late: OpenedLate<DocumentReader>;

  constructor(open: () => Promise<DocumentReader>) {
    this.#late = new OpenedLate(open);
  }

  async get<Body>(collection: string, id: string): Promise<StoredDocument<Body> | undefined> {
    return (await this.#late.get()).get(collection, id);
  }

  async getMany<Body>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument<Body>>> {
    return (await this.#late.get()).getMany(collection, ids);
  }

  async find<Body>(collection: string, query: Find): Promise<Page<Body>> {
    return (await this.#late.get()).find(collection, query);
  }

  async count(collection: string, query: Pick<Find, 'all' | 'any' | 'none' | 'range' | 'order'>, cap?: number): Promise<Count> {
    return (await this.#late.get()).count(collection, query, cap);
  }

  async readProjection(projection: string): Promise<ProjectionRecord | undefined> {
    return (await this.#late.get()).readProjection(projection);
  }

  /** Whoever watches before it is open is told when it is. */
  watch(listener: () => void): () => void {
    let unwatch = (): void => undefined;
    const callOff = this.#late.whenOpen((store) => {
      unwatch = store.watch(listener);
      listener();
    });
    return () => {
      callOff();
      unwatch();
    };
  }

  close(): Promise<void> {
    return this.#late.close();
  }
}
