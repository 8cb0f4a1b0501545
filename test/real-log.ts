import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { REAL_LOG_ZIP } from './further-needs.js';
import { openZipEntry } from './zip-entry.mjs';

/** Writes the real log as a CSV file, or its header and its first rows. */
export const extractRealLog = async (file: string, rowsMax = Infinity): Promise<void> => {
  const csv = await openZipEntry(REAL_LOG_ZIP, /\.csv$/);
  const out = createWriteStream(file);
  let written = 0;
  for await (const line of createInterface({ input: csv, crlfDelay: Infinity })) {
    if (written > rowsMax) break;
    out.write(`${line}\n`);
    written++;
  }
  csv.destroy();
  out.end();
  await finished(out);
};
