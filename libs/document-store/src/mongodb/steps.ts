import { STEP_DOCUMENTS_MAX } from './limits.js';

/** Many things, in pieces. */
export function* steps<Item>(items: readonly Item[], size = STEP_DOCUMENTS_MAX): Generator<Item[], void, void> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
