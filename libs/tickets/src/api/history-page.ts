import { JsonText } from '@docket/gateway';
import { HISTORY_PAGE_LENGTH_MAX } from '../domain/limits.js';

/** A page of told events, the first of them at revision `from`: at most `limit` of them, and not too long. What is left over, or one event more than the
 *  limit, says that another page follows; `cursorOf`: the cursor of a page that begins with a revision. */
export const historyPage = (entries: readonly string[], from: number, limit: number, cursorOf: (revision: number) => string): JsonText => {
  let text = '';
  let taken = 0;
  for (const entry of entries.slice(0, limit)) {
    if (taken > 0 && text.length + ','.length + entry.length > HISTORY_PAGE_LENGTH_MAX) break;
    text += taken > 0 ? `,${entry}` : entry;
    taken += 1;
  }
  const next = taken < entries.length ? `,"nextCursor":${JSON.stringify(cursorOf(from + taken))}` : '';
  return new JsonText(`{"items":[${text}]${next}}`);
};
