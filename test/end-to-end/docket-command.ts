import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../apps/docket/bin/docket.mjs', import.meta.url));

export interface CommandEnd {
  /** The exit code, or the name of the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input. */
  readonly input?: string;
  /** Sent once, as soon as standard error has this in it. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: RegExp };
}

/** Runs the program as a user does, to its end. */
export const docket = async (args: readonly string[], { dataDir, env = {}, input = '', signal }: CommandOptions): Promise<CommandEnd> => {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: dataDir, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const stdout = textOf(child.stdout);
  let sent = false;
  const stderr = textOf(child.stderr, (text) => {
    if (sent || !signal?.when.test(text)) return;
    sent = true;
    child.kill(signal.name);
  });
  const [code, by] = (await once(child, 'close')) as [number | null, string | null];
  return { code: code ?? by ?? 'unknown', stdout: stdout(), stderr: stderr() };
};

const textOf = (stream: ChildProcess['stdout'], told: (text: string) => void = () => undefined): (() => string) => {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    told(text);
  });
  return () => text;
};
