import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const files = ['apps', 'libs', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length)),
);

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Most and least of things. (Times are bounds of waiting: a test at their edge would have to wait.) */
const limitsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^export const ([A-Z0-9_]+_(?:MAX|MIN)) =/gm)].map(([, name = '']) => name).filter((name) => !/_MS(_|$)/.test(name));

describe('every limit', () => {
  const tests = files.filter((file) => file.startsWith('test/') || /\.spec\.ts$|\/contract\/|\.contract\.ts$/.test(file)).map(textOf);
  const limits = files
    .filter((file) => file.endsWith('/limits.ts'))
    .flatMap((file) => limitsOf(textOf(file)).map((name) => [name, file] as const));

  test('is found', () => {
    expect(limits.length).toBeGreaterThan(80);
  });

  test.each(limits)('%s has a test that names it (%s)', (name) => {
    const named = new RegExp(`\\b${name}\\b`);
    expect(tests.some((text) => named.test(text))).toBe(true);
  });
});
