// Writes the pages of docs/ that are made from the code.
import { writeFileSync } from 'node:fs';
import 'reflect-metadata';
import { build } from './build.mjs';

build();
const { madePages } = await import('../dist/apps/docket/src/analysts/documentation.js');
for (const [name, text] of madePages()) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
  process.stdout.write(`docs/${name}\n`);
}
