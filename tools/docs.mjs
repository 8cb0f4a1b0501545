// Writes the pages of docs/ that are made from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import 'reflect-metadata';
import { build } from './build.mjs';

build();
const { madePages } = await import('../dist/apps/docket/src/documentation/made-pages.js');
for (const [name, make] of madePages()) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  writeFileSync(file, make(readFileSync(file, 'utf8')));
  process.stdout.write(`docs/${name}\n`);
}
