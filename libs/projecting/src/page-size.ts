import { READ_PAGE_EVENTS_MAX, type RecordedEvent } from '@docket/event-store';
import { approximateBytes } from './batches.js';
import { FOLLOWER_PAGE_BYTES, FOLLOWER_PAGE_EVENTS_FIRST, FOLLOWER_PAGE_GROWTH } from './limits.js';

/** How many events to read for one of many readers: so many that a page has about FOLLOWER_PAGE_BYTES, going by the page before. What a reader who
 *  stops reading holds is then a page of that size, and not READ_PAGE_EVENTS_MAX of the largest events. */
export class PageSize {
  #events = FOLLOWER_PAGE_EVENTS_FIRST;

  get events(): number {
    return this.#events;
  }

  /** Learns from a page that was read. */
  saw(page: readonly RecordedEvent[]): void {
    if (page.length === 0) return;
    const bytes = page.reduce((sum, { data }) => sum + approximateBytes(data), 0);
    const fitting = Math.floor((FOLLOWER_PAGE_BYTES * page.length) / Math.max(1, bytes));
    this.#events = Math.max(1, Math.min(fitting, this.#events * FOLLOWER_PAGE_GROWTH, READ_PAGE_EVENTS_MAX));
  }
}
