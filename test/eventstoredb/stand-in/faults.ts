import { EventEmitter, once } from 'node:events';

/** What becomes of an append: it goes through, is lost before it is written, loses its answer, or is the last one that the node writes as a cluster's leader. */
export type AppendFate = 'answered' | 'lost' | 'answer lost' | 'leader lost';

/** What a test has ordered to go wrong. Each order holds for the number of appends or calls that it names, or until it is taken back. */
export class Faults {
  private frozen = false;
  private readonly thawed = new EventEmitter().setMaxListeners(0);
  private fates: AppendFate[] = [];
  private callsUntilReady = 0;
  private readsThatFail = 0;
  /** The port of the leader that this node follows. */
  leaderPort: number | undefined;
  /** How many calls and subscriptions wait for the thaw. */
  held = 0;

  /** From now on calls are taken and not answered, and subscriptions stand still; connections stay open. */
  freeze(): void {
    this.frozen = true;
  }

  /** What was held back goes on, in its order. */
  thaw(): void {
    this.frozen = false;
    this.thawed.emit('thawed');
  }

  /** The next append is written, but its connection ends instead of an answer. */
  loseNextAnswer(): void {
    this.fates.push('answer lost');
  }

  /** The next append is written; then the node is no leader any more, which ends the stream of appends instead of an answer. */
  resignAtNextAppend(): void {
    this.fates.push('leader lost');
  }

  /** The next append is not written, and its connection ends. */
  loseNextAppend(): void {
    this.fates.push('lost');
  }

  /** The next `calls` calls are answered "Server Is Not Ready"; without a number all of them, until `ready`. */
  startUp(calls = Infinity): void {
    this.callsUntilReady = calls;
  }

  ready(): void {
    this.callsUntilReady = 0;
  }

  /** Whether this call comes too early. Asked once a call. */
  stillStarting(): boolean {
    if (this.callsUntilReady === 0) return false;
    this.callsUntilReady -= 1;
    return true;
  }

  /** The next reads and subscriptions, so many, meet a fault inside the server. */
  failReads(reads: number): void {
    this.readsThatFail = reads;
  }

  /** Whether this read meets one. Asked once a read. */
  failsRead(): boolean {
    if (this.readsThatFail === 0) return false;
    this.readsThatFail -= 1;
    return true;
  }

  /** From now on the node follows the leader at that port, of which it has got nothing: whoever asks for the leader is sent there. */
  follow(leaderPort: number): void {
    this.leaderPort = leaderPort;
  }

  nextFate(): AppendFate {
    return this.fates.shift() ?? 'answered';
  }

  /** Resolves when the server moves: at once, unless it is frozen. */
  async moving(): Promise<void> {
    while (this.frozen) {
      this.held += 1;
      await once(this.thawed, 'thawed');
      this.held -= 1;
    }
  }
}
