// Builds the sources when, and only when, one has changed: by content, not by time. Each build has a folder of its own, named by what it was built from, and dist points to the
// newest. Node.js loads by real paths: a program that runs goes on loading from the folder that it began with, whatever is built meanwhile, and a build that fails leaves all as it was.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Beside dist, and no deeper: what is built finds the rest of the project by paths that begin at itself. */
const named = (name) => join(root, `.dist-${name}`);
const BUILD = /^\.dist-([0-9a-f]{16})$/;
/** What a process was about to make, or to remove. */
const UNFINISHED = /^\.dist-(?:making|link|gone)-(\d+)$/;
/** A file for each process that has asked for a build: its name is the process's id, its text the build. */
const users = named('users');
/** How often it is built anew where sources change while it is done. */
const TRIES = 5;

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
  return hash.digest('hex').slice(0, 16);
};

/** Says that this process uses a build, until it ends. Before it is looked whether the build is there: so nobody removes it in between. */
const use = (hash) => {
  const record = join(users, `${process.pid}`);
  try {
    mkdirSync(users, { recursive: true });
    writeFileSync(record, hash);
  } catch (error) {
    // Whoever may not write here takes what others have built.
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return;
    throw error;
  }
  process.once('exit', () => rmSync(record, { force: true }));
};

const isRunning = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is somebody else's.
    return error.code === 'EPERM';
  }
};

/** The builds that a process which runs has asked for. */
const usedBuilds = () => {
  const used = new Set();
  for (const pid of readdirSync(users)) {
    const record = join(users, pid);
    try {
      if (isRunning(Number(pid))) used.add(readFileSync(record, 'utf8'));
      else rmSync(record, { force: true });
    } catch (error) {
      // It has just ended.
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return used;
};

/** Renames; false: another process was faster. */
const renamed = (from, to) => {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) return false;
    throw error;
  }
};

/** By another name first: nobody finds a build of which a part is gone. */
const removeWhole = (path) => {
  const gone = named(`gone-${process.pid}`);
  if (renamed(path, gone)) rmSync(gone, { recursive: true, force: true });
};

const removeUnused = (newest) => {
  const used = usedBuilds().add(newest);
  for (const name of readdirSync(root)) {
    const [, hash] = BUILD.exec(name) ?? [];
    if (hash !== undefined && !used.has(hash)) removeWhole(join(root, name));
    const [, pid] = UNFINISHED.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
};

/** Makes a build beside the others. Throws with the builder's output when it does not compile; false: the sources have changed meanwhile. */
const make = (hash) => {
  const making = named(`making-${process.pid}`);
  const settings = join(making, 'tsconfig.json');
  try {
    // Of a process that was killed, and had the same id.
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making);
    writeFileSync(settings, JSON.stringify({ extends: '../tsconfig.json', compilerOptions: { outDir: '.' } }));
    const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
    const run = spawnSync(process.execPath, [nest, 'build', 'docket', '--path', relative(root, settings)], { cwd: root, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`the build failed:\n${run.stdout}${run.stderr}`);
    if (contentHash() !== hash) return false;
    rmSync(settings);
    // Where another process has built the same meanwhile, that is as good.
    renamed(making, named(hash));
    return true;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
};

/** Where dist points to; undefined: nowhere. */
const newestBuild = () => {
  const known = lstatSync(dist, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(dist) : '';
  return BUILD.exec(basename(known))?.[1];
};

/** In one step: dist is never away. (But on Windows, which renames nothing to the name of a folder that is there.) */
const pointTo = (hash) => {
  const link = named(`link-${process.pid}`);
  rmSync(link, { force: true });
  symlinkSync(`.dist-${hash}`, link, 'junction');
  // A folder, from a time when it was no link, has to make room.
  if (lstatSync(dist, { throwIfNoEntry: false })?.isDirectory()) removeWhole(dist);
  if (process.platform === 'win32') rmSync(dist, { recursive: true, force: true });
  renameSync(link, dist);
};

/** Makes sure that dist/ is what the sources say. Gives the address of the folder that it points to, which stays as long as this process runs. Throws with the builder's output
 *  when the sources do not compile. */
export const build = () => {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const wanted = contentHash();
    use(wanted);
    if (!existsSync(named(wanted)) && !make(wanted)) continue;
    if (newestBuild() !== wanted) {
      pointTo(wanted);
      removeUnused(wanted);
    }
    return pathToFileURL(`${named(wanted)}/`);
  }
  throw new Error('the build failed: its sources changed again and again while it was made');
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build();
