import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SLOW_MS = 120_000;
const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Says that it is up; when it is asked it loads what it has not loaded yet, and says what that says. */
const PROGRAM = `
import { word } from './word.js';
console.log('up, ' + word);
process.stdin.once('data', () => void import('./late.js').then(({ said }) => console.log(said)));
`;

/** A program of the checkout that runs. */
class Running {
  readonly #lines: Interface;

  constructor(readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('it has no output');
    this.#lines = createInterface(child.stdout);
  }

  async line(): Promise<string> {
    const ended = once(this.child, 'exit').then(() => ['it has ended']);
    const [text] = (await Promise.race([once(this.#lines, 'line'), ended])) as [string];
    return text;
  }

  /** What it says of what it loads only now. */
  async ask(): Promise<string> {
    const said = this.line();
    this.child.stdin?.write('\n');
    return said;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** A small program in the layout of the repository, built and started as Docket is. */
class Checkout {
  readonly path = mkdtempSync(join(tmpdir(), 'docket-builds-'));
  readonly #running: Running[] = [];

  constructor() {
    for (const name of [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'nest-cli.json',
      '.swcrc',
      'tools/build.mjs',
      'apps/docket/bin/docket.mjs',
    ])
      this.#copy(name);
    symlinkSync(join(repository, 'node_modules'), join(this.path, 'node_modules'));
    this.write('libs/none/src/index.ts', 'export const none = 0;\n');
    this.write('apps/docket/src/main.ts', PROGRAM);
    this.says('one');
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** What the program says, at its beginning and later. */
  says(text: string): void {
    for (const [name, variable] of [
      ['word', 'word'],
      ['late', 'said'],
    ] as const)
      this.write(`apps/docket/src/${name}.ts`, `export const ${variable} = '${text}';\n`);
  }

  build(): Promise<{ readonly failed: boolean; readonly said: string }> {
    return new Promise((resolve) =>
      execFile(process.execPath, ['tools/build.mjs'], { cwd: this.path }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, said: stdout + stderr }),
      ),
    );
  }

  /** Starts it, and waits until it is up. */
  async start(program = 'apps/docket/bin/docket.mjs'): Promise<{ program: Running; said: string }> {
    const running = new Running(spawn(process.execPath, [program], { cwd: this.path, stdio: ['pipe', 'pipe', 'inherit'] }));
    this.#running.push(running);
    return { program: running, said: await running.line() };
  }

  get builds(): readonly string[] {
    return readdirSync(this.path).filter((name) => name.startsWith('.dist-') && name !== '.dist-users');
  }

  async remove(): Promise<void> {
    for (const running of this.#running) await running.kill();
    rmSync(this.path, { recursive: true, force: true });
  }

  #copy(name: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    copyFileSync(join(repository, name), join(this.path, name));
  }
}

describe('a build', () => {
  let checkout: Checkout;
  beforeEach(() => void (checkout = new Checkout()));
  afterEach(() => checkout.remove());
  const BUILT = 'dist/apps/docket/src/main.js';

  test(
    'leaves a program that runs what it may still load',
    async () => {
      const { program, said } = await checkout.start();
      expect(said).toBe('up, one');
      checkout.says('two');
      expect(await checkout.build()).toMatchObject({ failed: false });
      expect(await program.ask()).toBe('one');
      const { program: next } = await checkout.start();
      expect(await next.ask()).toBe('two');
    },
    SLOW_MS,
  );

  test(
    'that fails leaves all as it was, and says why',
    async () => {
      const { program } = await checkout.start();
      checkout.write('apps/docket/src/late.ts', 'export const said = ;\n');
      const { failed, said } = await checkout.build();
      expect(failed).toBe(true);
      expect(said).toContain('late.ts');
      expect(await program.ask()).toBe('one');
      expect((await checkout.start(BUILT)).said).toBe('up, one');
      expect(checkout.builds).toHaveLength(1);
    },
    SLOW_MS,
  );

  test(
    'is whole where two are made at once',
    async () => {
      await checkout.build();
      checkout.says('two');
      expect(await Promise.all([checkout.build(), checkout.build()])).toMatchObject([{ failed: false }, { failed: false }]);
      const { program, said } = await checkout.start(BUILT);
      expect([said, await program.ask()]).toEqual(['up, two', 'two']);
      expect(checkout.builds).toHaveLength(1);
    },
    SLOW_MS,
  );

  test(
    'is removed by the next one when no program uses it any more, however that ended',
    async () => {
      const { program } = await checkout.start();
      checkout.says('two');
      await checkout.build();
      expect(checkout.builds).toHaveLength(2);
      await program.kill();
      checkout.says('three');
      await checkout.build();
      expect(checkout.builds).toHaveLength(1);
      expect(readdirSync(join(checkout.path, '.dist-users'))).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'takes the place of a folder that was built before each had its own',
    async () => {
      checkout.write('dist/apps/docket/src/main.js', "console.log('an old one');\n");
      await checkout.build();
      expect((await checkout.start(BUILT)).said).toBe('up, one');
    },
    SLOW_MS,
  );
});
