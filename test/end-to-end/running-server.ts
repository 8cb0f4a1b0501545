import { DocketProcess, temporaryFolder } from './docket-process.js';
import { describeOnPairs, type Pair, type PairOfStores } from './pairs.js';

/** How long a server and its stores may take to start, and to stop, on a busy machine. */
const STARTING_MS = 60_000;

/** One server for all tests of a describe. */
export class RunningServer {
  private readonly folder = temporaryFolder();
  private stores: PairOfStores | undefined;
  private process: DocketProcess | undefined;

  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  /** The data folder, for what works on it beside the server. */
  get dataDir(): string {
    return this.folder.path;
  }

  get server(): DocketProcess {
    if (!this.process) throw new Error('the server has not been started');
    return this.process;
  }

  async start(open: () => Promise<PairOfStores>): Promise<void> {
    this.stores = await open();
    await this.begin(this.stores);
  }

  /** Ends the server and starts another one on the same stores. Gives the exit code of the first, or the signal that ended it. */
  async restart(): Promise<number | string> {
    if (!this.stores) throw new Error('the server has not been started');
    const code = await this.server.stop();
    await this.begin(this.stores);
    return code;
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    await this.stores?.close();
    this.folder.remove();
  }

  private async begin({ env }: PairOfStores): Promise<void> {
    this.process = await DocketProcess.start({ dataDir: this.dataDir, env: { ...this.env, ...env } });
  }
}

/** A describe for each pair of stores, with a server of its own, and what its environment has beyond that. */
export const describeServer = (
  name: string,
  on: readonly Pair[],
  body: (running: RunningServer) => void,
  env?: Readonly<Record<string, string>>,
): void =>
  describeOnPairs(name, on, (pair) => {
    const running = new RunningServer(env);
    beforeAll(() => running.start(() => pair.open()), STARTING_MS);
    afterAll(() => running.stop(), STARTING_MS);
    body(running);
  });
