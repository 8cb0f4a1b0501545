import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

const filesBelow = (folder: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));

/** Code without what a formatter decides. */
const bare = (code: string): string => code.replace(/\s+/g, '').replace(/,(?=[}\])])/g, '');

describe('adding a capability', () => {
  const page = read('docs/adding-a-capability.md');
  const quoted = page.split('\n').filter((line) => /^ {4}\S.*[;)]$/.test(line));
  const sources = readdirSync(`${root}libs/queues/src`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const code = bare(sources.map((file) => read(`libs/queues/src/${file}`)).join('\n'));

  test('quotes code of the queues', () => expect(quoted.length).toBeGreaterThan(3));

  test.each(quoted)('and it stands there: %s', (line) => {
    expect(code).toContain(bare(line));
  });

  test('shows folders and files that the queues have', () => {
    const shown = page.split('\n').flatMap((line) => /^ {6}([a-z-]+(?:\/|\.ts)) {2,}/.exec(line)?.[1] ?? []);
    expect(shown.length).toBeGreaterThan(5);
    const there = readdirSync(`${root}libs/queues/src`, { withFileTypes: true });
    expect(there.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))).toEqual(expect.arrayContaining(shown));
  });
});

const pages = ['README.md', ...filesBelow('docs').filter((file) => file.endsWith('.md'))];

test.each(pages)('%s leads to pages, folders and files that are there', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
  const named = [...text.matchAll(/`((?:apps|docs|libs|test|tools)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const missing = [...links.map((link) => join(dirname(page), link)), ...named].filter((path) => !existsSync(root + path));
  expect(missing).toEqual([]);
});

test('how it works says of every library what it is', () => {
  const table = read('docs/how-it-works.md')
    .split('\n')
    .filter((line) => line.startsWith('| `libs/'))
    .join('\n');
  const libraries = readdirSync(`${root}libs`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of libraries) expect(table).toContain(`\`libs/${name}\``);
});
