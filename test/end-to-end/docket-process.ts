import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkedAnswers } from '@docket/gateway/testing';
import { capabilities } from '../../apps/docket/src/capabilities.js';

const program = fileURLToPath(new URL('../../apps/docket/bin/docket.mjs', import.meta.url));

/** Every answer is held against what its operation declares. */
const check = checkedAnswers(capabilities);

/** The bearer token of every server that a test starts. */
export const TOKEN = 'token-of-the-tests-only';

export interface StartOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder for one test's data, removed by `remove`. */
export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'docket-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** The program in a process of its own, and what it has printed so far. */
const spawnProgram = ({ dataDir, env = {} }: StartOptions) => {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DATA_DIR: dataDir, DOCKET_ADMIN_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const take = (chunk: Buffer): void => void (printed += chunk.toString('utf8'));
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return { child, output: () => printed };
};

/** A real server: the program as a user starts it, on a free port. */
export class DocketProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly output: () => string,
  ) {}

  /** Resolves when the program runs; fails with all that it printed when it ends before. */
  static start(options: StartOptions): Promise<DocketProcess> {
    return DocketProcess.#start(options, /runs on (https?:\/\/127\.0\.0\.1:\d+)/);
  }

  /** Resolves as soon as it says where it listens, which may be while it still waits for a server. */
  static startWaiting(options: StartOptions): Promise<DocketProcess> {
    return DocketProcess.#start(options, /(https?:\/\/127\.0\.0\.1:\d+)/);
  }

  /** Waits for nothing: sooner or later it listens on the port. */
  static spawn(options: StartOptions, port: number): DocketProcess {
    const { child, output } = spawnProgram({ ...options, env: { ...options.env, PORT: String(port) } });
    return new DocketProcess(child, `http://127.0.0.1:${port}`, output);
  }

  static async #start(options: StartOptions, said: RegExp): Promise<DocketProcess> {
    const { child, output } = spawnProgram(options);
    const url = await new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const address = said.exec(output())?.[1];
        if (address !== undefined) resolve(address);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the server ended (${code ?? signal}) before it was ready:\n${output()}`)));
    });
    return new DocketProcess(child, url, output);
  }

  /** Resolves when its output has this in it; fails when it ends before. */
  said(what: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (what.test(this.output())) resolve();
      };
      look();
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      this.child.once('exit', () => reject(new Error(`it ended before it said ${String(what)}:\n${this.output()}`)));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** How it has ended, as `stop` says it; undefined while it runs. */
  get ended(): number | string | undefined {
    return this.child.exitCode ?? this.child.signalCode ?? undefined;
  }

  /** Sends the signal and waits for the end: exit code, or the signal's name. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    if (this.ended !== undefined) return this.ended;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const [code, by] = (await ended) as [number | null, string | null];
    return code ?? by ?? 'unknown';
  }

  /** One call of the REST interface as the administrator. */
  call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send(method, path, body === undefined ? undefined : JSON.stringify(body), headers);
  }

  /** The same with a body that is text already, JSON or not. */
  async send(method: string, path: string, sent: string | undefined, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(sent === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    if (isJson) check(method, path, response.status, json);
    return { status: response.status, headers: response.headers, body: json, text };
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly text: string;
}
