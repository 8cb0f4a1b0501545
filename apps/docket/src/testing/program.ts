import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/docket.mjs', import.meta.url));

/** How the program ended, and what it had to say. */
export interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** The program, as a user starts it: `docket serve`. Its environment is what is given and nothing else. */
export class Program {
  readonly ended: Promise<Ended>;
  #out = '';
  #err = '';
  readonly #child: ChildProcess;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [bin, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (this.#out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (this.#err += chunk.toString('utf8')));
    this.#child = child;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', out: this.#out, err: this.#err }));
    });
  }

  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** From now on nobody reads its standard output, as after `| head -1`. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  /** Resolves with the address when the program says that it runs; fails with all that it said when it ends before. */
  async address(): Promise<string> {
    const said = (): string | undefined => / runs on (http:\S+)/.exec(this.#out)?.[1];
    const address = new Promise<string>((resolve) => {
      const look = (): void => {
        const url = said();
        if (url !== undefined) resolve(url);
      };
      look();
      this.#child.stdout?.on('data', look);
    });
    const ended = this.ended.then(({ code, out, err }) => {
      throw new Error(`it ended (${code}) before it ran:\n${out}${err}`);
    });
    return Promise.race([address, ended]);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}

/** A folder for one test's data. */
export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'docket-program-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** A port that nothing uses. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};
