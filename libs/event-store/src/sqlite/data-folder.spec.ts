import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotOpen } from '../failures.js';
import { DataFolder } from './data-folder.js';
import { BUILT_LIBRARY, scratchFolder } from './testing/scratch-folder.js';

const scratch = scratchFolder();

/** Another process that has the folder open. */
const holder = async (path: string): Promise<ChildProcess> => {
  const program = `
    import { DataFolder } from ${JSON.stringify(BUILT_LIBRARY)};
    const folder = await DataFolder.open(${JSON.stringify(path)});
    process.stdin.on('data', () => { folder.close(); process.stdout.write('closed'); });
    process.stdout.write('open');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
};

const end = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

/** Does something as a user who may write nowhere: root may write everywhere. */
const asNobody = async (work: () => Promise<void>): Promise<void> => {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
};

/** What opening says to a process whose Node.js is not the one that installed SQLite's native part. */
const sayOfOtherNode = (path: string): string => {
  const program = `
    import { DataFolder } from ${JSON.stringify(BUILT_LIBRARY)};
    process.dlopen = () => {
      throw Object.assign(new Error("The module 'x'\\nwas compiled against a different Node.js version using\\nNODE_MODULE_VERSION 1. Please try"), { code: 'ERR_DLOPEN_FAILED' });
    };
    await DataFolder.open(${JSON.stringify(path)}).catch((error) => process.stdout.write(error.name + ': ' + error.message));
  `;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stdout;
};

describe('the data folder', () => {
  test('is made where it is absent, and is free again when it is closed', async () => {
    const path = join(scratch(), 'some', 'data');
    for (let i = 0; i < 2; i++) {
      const folder = await DataFolder.open(path, 0);
      expect(folder.file('events.db')).toBe(join(path, 'events.db'));
      folder.close();
    }
  });

  test('is its owner’s alone where it is made, and what is there keeps its rights', async () => {
    const path = join(scratch(), 'made', 'data');
    (await DataFolder.open(path, 0)).close();
    expect(statSync(path).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o750);
    (await DataFolder.open(path, 0)).close();
    expect(statSync(path).mode & 0o777).toBe(0o750);
  });

  test('is open once: not twice in one process', async () => {
    const folder = await DataFolder.open(scratch(), 0);
    await expect(DataFolder.open(scratch(), 0)).rejects.toThrow('is open in another process');
    folder.close();
  });

  test('that another process has open is refused, in one line that says what to do', async () => {
    const child = await holder(scratch());
    const opening = DataFolder.open(scratch(), 0);
    await expect(opening).rejects.toBeInstanceOf(CannotOpen);
    await expect(opening).rejects.toThrow(
      `the data folder ${scratch()} is open in another process: stop that process first, or give this one a folder of its own`,
    );
    await end(child);
  });

  test('is free when the process that had it was killed', async () => {
    await end(await holder(scratch()));
    (await DataFolder.open(scratch(), 0)).close();
  });

  test('is waited for: a process that is just ending lets go of it', async () => {
    const child = await holder(scratch());
    const opening = DataFolder.open(scratch());
    child.stdin?.write('close');
    (await opening).close();
    await end(child);
  });

  test('whose place is taken by a file is refused', async () => {
    const path = join(scratch(), 'file');
    writeFileSync(path, '');
    await expect(DataFolder.open(path)).rejects.toBeInstanceOf(CannotOpen);
    await expect(DataFolder.open(path)).rejects.toThrow(/^the data folder .*file cannot be written: a file stands in its place$/);
    await expect(DataFolder.open(join(path, 'data'))).rejects.toThrow(/^the data folder .*data cannot be written: ENOTDIR/);
  });

  test.each(['/proc/docket', '/proc/docket/data'])('that cannot be made is refused: %s', async (path) => {
    await expect(DataFolder.open(path)).rejects.toThrow(`the data folder ${path} cannot be written: `);
  });

  test.each([0o555, 0o000])('that cannot be written is refused (mode %o)', async (mode) => {
    chmodSync(scratch(), 0o755);
    const path = join(scratch(), 'data');
    mkdirSync(path);
    chmodSync(path, mode);
    await asNobody(async () => {
      await expect(DataFolder.open(path)).rejects.toBeInstanceOf(CannotOpen);
      await expect(DataFolder.open(path)).rejects.toThrow(/^the data folder .*data cannot be written: [^\n]+$/);
    });
    chmodSync(path, 0o755);
  });

  test('is not blamed where SQLite was installed by another Node.js: one line says so and what to do', () => {
    expect(sayOfOtherNode(scratch())).toBe(
      `CannotOpen: SQLite cannot be loaded by Node.js ${process.version}: run npm ci with this Node.js ` +
        `(The module 'x' was compiled against a different Node.js version using NODE_MODULE_VERSION 1)`,
    );
  });
});
