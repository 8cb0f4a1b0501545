import { STEP_DOCUMENTS_MAX } from './limits.js';

/** Many things, in pieces of at most STEP_DOCUMENTS_MAX. */
export function* steps<Item>(items: readonly Item[]): Generator<Item[], void, void> {
  for (let start = 0; start < items.length; start += STEP_DOCUMENTS_MAX) yield items.slice(start, start + STEP_DOCUMENTS_MAX);
}
