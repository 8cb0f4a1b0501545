import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

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

test('how it works says of every library what it is', () => {
  const table = read('docs/how-it-works.md')
    .split('\n')
    .filter((line) => line.startsWith('| `libs/'))
    .join('\n');
  const libraries = readdirSync(`${root}libs`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of libraries) expect(table).toContain(`\`libs/${name}\``);
});
