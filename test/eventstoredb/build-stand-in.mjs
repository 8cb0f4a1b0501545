import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const sources = fileURLToPath(new URL('stand-in/', import.meta.url));
const built = fileURLToPath(new URL('dist/', import.meta.url));

const compile = (source, name) =>
  transformSync(source, {
    filename: name,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  }).code;

/**
 * Compiles the stand-in once for each content that its sources have had, and gives the URL of the module that serves. Processes that
 * start at the same time may all compile; the first one's folder stays.
 */
export const buildStandIn = () => {
  const files = readdirSync(sources)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => ({ name, source: readFileSync(join(sources, name), 'utf8') }));
  const hash = files.reduce((h, { name, source }) => h.update(`${name}\0${source}\0`), createHash('sha256')).digest('hex');
  const folder = join(built, hash.slice(0, 16));
  if (!existsSync(folder)) {
    mkdirSync(built, { recursive: true });
    const draft = mkdtempSync(join(built, 'draft-'));
    for (const { name, source } of files) writeFileSync(join(draft, name.replace(/\.ts$/, '.js')), compile(source, name));
    try {
      renameSync(draft, folder);
    } catch (error) {
      rmSync(draft, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return pathToFileURL(join(folder, 'serve.js')).href;
};
