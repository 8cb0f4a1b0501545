#!/usr/bin/env node
// How fast it is here: a table, each row a ratio against a limit measured in the same run. `--json` prints {rows: [...]}.
// A row under its floor makes the exit code 1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../../tools/build.mjs';
import { asTable } from './table.mjs';

/** The parts of each pair of stores, in order: later ones read the data folder that the import filled. Each gives rows {name, value, unit, limit, ratio, floor}. */
const PAIRS = {
  embedded: ['append', 'import', 'rebuild', 'gateway', 'feed', 'start'],
  servers: ['server-append', 'server-rebuild', 'server-visible', 'server-get'],
};
const EXIT_USAGE = 64;

const measure = async (parts) => {
  const workspace = mkdtempSync(join(tmpdir(), 'docket-bench-'));
  try {
    const rows = [];
    for (const part of parts) {
      process.stderr.write(`measuring: ${part}\n`);
      const { rows: rowsOf } = await import(`./${part}.mjs`);
      rows.push(...(await rowsOf({ workspace })));
    }
    return rows;
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
};

/** Measures and prints. Gives the exit code: 0, 1 where a row is under its floor, 64 where a pair or a part is not known. */
export const runBenchmarks = async ({ json = false, pair = 'embedded', only } = {}) => {
  if (!Object.hasOwn(PAIRS, pair)) {
    process.stderr.write(`--pair: there is no pair ${pair}; there are ${Object.keys(PAIRS).join(', ')}\n`);
    return EXIT_USAGE;
  }
  const all = PAIRS[pair];
  const parts = only ? only.split(',') : all;
  const unknown = parts.filter((part) => !all.includes(part));
  if (unknown.length > 0) {
    process.stderr.write(`--only: there is no part ${unknown.join(', ')}; there are ${all.join(', ')}\n`);
    return EXIT_USAGE;
  }
  build();
  const rows = await measure(parts);
  process.stdout.write(json ? `${JSON.stringify({ rows })}\n` : asTable(rows));
  return rows.every(({ ratio, floor }) => ratio >= floor) ? 0 : 1;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, pair: { type: 'string' }, only: { type: 'string' } } });
  process.exitCode = await runBenchmarks(values);
}
