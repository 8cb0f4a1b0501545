// Builds dist/ when, and only when, a source has changed since it was built: by content, not by time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built-from');

const sources = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const contentHash = () => {
  const hash = createHash('sha256');
  const files = [
    ...sources('apps'),
    ...sources('libs'),
    ...['package-lock.json', 'tsconfig.json', 'nest-cli.json', '.swcrc'].map((name) => join(root, name)),
  ];
  for (const file of files.sort())
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
};

/** Makes sure that dist/ is what the sources say. Throws with the builder's output when it does not compile. */
export const build = () => {
  const wanted = contentHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const run = spawnSync(process.execPath, [nest, 'build', 'docket'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the build failed:\n${run.stdout}${run.stderr}`);
  writeFileSync(stamp, wanted);
};
