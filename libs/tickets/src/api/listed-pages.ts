import type { JsonText } from '@docket/gateway';
import { LISTED_PAGES_LENGTH_MAX } from '../domain/limits.js';

/** Pages of lists that were read at one standing of the read models. When agents look at the same queues, and nothing has changed meanwhile, a page is
 *  read once. A page belongs to the builds and positions that it was read at: as soon as one of them moves on, all are forgotten. */
export class ListedPages {
  private readonly pages = new Map<string, JsonText>();
  private standing = '';
  private length = 0;

  constructor(private readonly lengthMax: number = LISTED_PAGES_LENGTH_MAX) {}

  /** undefined: no such page was read at this standing. */
  get(standing: string, query: string): JsonText | undefined {
    return standing === this.standing ? this.pages.get(query) : undefined;
  }

  put(standing: string, query: string, page: JsonText): void {
    if (this.get(standing, query)) return;
    const length = query.length + page.text.length;
    if (standing !== this.standing || this.length + length > this.lengthMax) this.forget(standing);
    if (length > this.lengthMax) return;
    this.pages.set(query, page);
    this.length += length;
  }

  private forget(standing: string): void {
    this.pages.clear();
    this.length = 0;
    this.standing = standing;
  }
}
