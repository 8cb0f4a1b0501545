import { join } from 'node:path';

/** Reads and parses the whole log, as whoever folds it must: events, and seconds. */
export const readWhole = async (dataDir) => {
  const { EVENTS_FILE, SqliteEventReader } = await import('../../dist/libs/event-store/src/index.js');
  const reader = SqliteEventReader.open(join(dataDir, EVENTS_FILE));
  const before = performance.now();
  let events = 0;
  for (let after; ;) {
    const page = await reader.readAll(after === undefined ? {} : { after });
    if (page.length === 0) break;
    events += page.length;
    after = page.at(-1).position;
  }
  const seconds = (performance.now() - before) / 1_000;
  await reader.close();
  return { events, seconds };
};
