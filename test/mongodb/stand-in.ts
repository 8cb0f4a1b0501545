import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Need } from '../further-needs.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Where Maven has put the server's jars. */
const JARS = process.env['DOCKET_MONGODB_STAND_IN'] ?? join(here, 'jars');

const hasJava = (): boolean => (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'java')));

export const mongoStandIn: Need = {
  met: existsSync(JARS) && readdirSync(JARS).some((name) => name.startsWith('mongo-java-server')) && hasJava(),
  what: 'Java 17 and the jars of mongo-java-server',
  how: 'mvn -f test/mongodb/pom.xml dependency:copy-dependencies',
};

/** A server that speaks MongoDB's protocol, written by others: test equipment. It is stopped, never killed: killed it loses what it has acknowledged. */
export class MongoStandIn {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** `file`: it keeps its data there, and has them again when it is started anew; else in memory. `port`: 0 is any free one. */
  static async start({ file, port = 0 }: { readonly file?: string; readonly port?: number } = {}): Promise<MongoStandIn> {
    const args = ['-Xmx512m', '-cp', join(JARS, '*'), join(here, 'MongoStandIn.java'), String(port), ...(file === undefined ? [] : [file])];
    const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    const taken = await new Promise<number>((resolve, reject) => {
      const take = (chunk: Buffer): void => {
        printed += chunk.toString('utf8');
        const [, found] = /listening on port (\d+)/.exec(printed) ?? [];
        if (found !== undefined) resolve(Number(found));
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the stand-in for MongoDB ended (${code}):\n${printed}`)));
    });
    return new MongoStandIn(child, taken);
  }

  /** The address of a database on it. */
  url(database: string): string {
    return `mongodb://127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
