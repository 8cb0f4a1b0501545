#!/usr/bin/env node
// How fast it is here: a table, each row a ratio against a limit measured in the same run. `--json` prints {rows: [...]}.
// A row under its floor makes the exit code 1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../tools/build.mjs';
import { asTable } from './table.mjs';

const { values: option } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });

/** The parts, in order: later ones read the data folder that the import filled. Each gives rows {name, value, unit, limit, ratio, floor}. */
const PARTS = ['append', 'import', 'rebuild', 'gateway', 'start'];

build();
const workspace = mkdtempSync(join(tmpdir(), 'docket-bench-'));
const rows = [];
try {
  const wanted = option.only ? option.only.split(',') : PARTS;
  const unknown = wanted.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`--only: unknown part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  for (const part of wanted) {
    process.stderr.write(`measuring: ${part}\n`);
    const { rows: measure } = await import(`./${part}.mjs`);
    rows.push(...(await measure({ workspace })));
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

process.stdout.write(option.json ? `${JSON.stringify({ rows })}\n` : asTable(rows));
if (rows.some((row) => !(row.ratio >= row.floor))) process.exitCode = 1;
