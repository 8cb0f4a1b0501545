import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { REAL_LOG_ZIP } from './further-needs.js';

/** What is used of unzipper, which has no types of its own. */
interface Unzipper {
  readonly Open: { file(path: string): Promise<{ readonly files: readonly { readonly path: string; stream(): Readable }[] }> };
}

/** Writes the real log as a CSV file, or its header and its first rows. */
export const extractRealLog = async (file: string, rowsMax = Infinity): Promise<void> => {
  const { Open } = createRequire(import.meta.url)('unzipper') as Unzipper;
  const csv = (await Open.file(REAL_LOG_ZIP)).files.find(({ path }) => path.endsWith('.csv'));
  if (!csv) throw new Error(`${REAL_LOG_ZIP} holds no CSV file`);
  const lines = createInterface({ input: csv.stream(), crlfDelay: Infinity });
  const out = createWriteStream(file);
  let written = 0;
  for await (const line of lines) {
    if (written > rowsMax) break;
    out.write(`${line}\n`);
    written++;
  }
  out.end();
  await finished(out);
};
