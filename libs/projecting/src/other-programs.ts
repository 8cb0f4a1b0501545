import type { DocumentReader, DocumentStore, ProjectionRecord } from '@docket/document-store';
import type { Clock } from './clock.js';
import { ALONE_MS } from './limits.js';

/** Watches whether projectors of other programs (older or newer ones, side by side during an upgrade) work on the same documents. */
export class OtherPrograms {
  readonly #seen = new Map<string, { readonly fence: number; readonly since: number }>();

  constructor(
    private readonly options: {
      readonly documents: DocumentReader & Pick<DocumentStore, 'readLease'>;
      readonly clock: Clock;
      /** This program's own lease, and who holds it. */
      readonly lease: string;
      readonly holder: string;
    },
  ) {}

  /** Has none of them worked for ALONE_MS, as far as was seen from here? At a program's start, those who have given their lease back need not be waited for. */
  async alone({ terms = {} }: ProjectionRecord, starting: boolean): Promise<boolean> {
    const { lease: own, holder } = this.options;
    let alone = true;
    for (const name of Object.keys(terms)) {
      if (name === own) continue;
      const lease = await this.options.documents.readLease(name);
      const gone = lease.holder === undefined || lease.holder === holder;
      if (!(starting && gone) && !this.#stoodStill(name, lease.fence)) alone = false;
    }
    return alone;
  }

  #stoodStill(name: string, fence: number): boolean {
    const now = this.options.clock.now();
    const seen = this.#seen.get(name);
    if (seen?.fence === fence) return now - seen.since >= ALONE_MS;
    this.#seen.set(name, { fence, since: now });
    return false;
  }
}
