import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Order } from './stand-in/control.js';

const program = fileURLToPath(new URL('./stand-in-process.mjs', import.meta.url));

interface Ready {
  readonly port: number;
  readonly controlPort: number;
  readonly connectionString: string;
}

/** The stand-in as a process of its own, which a test may kill, pause, and start again on the same port. */
export class StandInProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ready: Ready,
  ) {}

  /** Resolves when it takes connections. Without a folder its events end with the process. */
  static async start({ port = 0, folder }: { readonly port?: number; readonly folder?: string } = {}): Promise<StandInProcess> {
    const args = [program, '--port', String(port), ...(folder === undefined ? [] : ['--folder', folder])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the stand-in ended (${code ?? signal}) before it was ready`);
    });
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
    ended.catch(() => undefined);
    return new StandInProcess(child, JSON.parse(line) as Ready);
  }

  get port(): number {
    return this.ready.port;
  }

  get connectionString(): string {
    return this.ready.connectionString;
  }

  /** Orders a fault; `amount` is what the order counts in. */
  async order(order: Order, amount?: number): Promise<void> {
    const query = amount === undefined ? '' : `?amount=${amount}`;
    const response = await fetch(`http://127.0.0.1:${this.ready.controlPort}/${order}${query}`, { method: 'POST' });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Stops it in its tracks, with its connections open. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** kill -9, and waits for the end. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }
}
