import { BroadcastChannel } from 'node:worker_threads';
import { Bell } from '../bell.js';
import type { HeadWatch } from '../follow-log.js';

const nameOf = (identity: string): string => `docket.events:${identity}`;

/** The writer's end: tells every thread of the process that the log has grown. */
export class HeadAnnouncer {
  readonly #channel: BroadcastChannel;

  constructor(identity: string) {
    this.#channel = new BroadcastChannel(nameOf(identity));
    this.#channel.unref();
  }

  /** Whoever hears it reads on from where it is; the ordinal is for those who look at what goes by. */
  announce(ordinal: number): void {
    this.#channel.postMessage(ordinal);
  }

  close(): void {
    this.#channel.close();
  }
}

/** A reader's end: one channel for all of its watches, open while there are any, since every message wakes the thread. */
export class HeadListener {
  readonly #bells = new Set<Bell>();
  #channel: BroadcastChannel | undefined;

  constructor(private readonly identity: string) {}

  watch(): HeadWatch {
    const bell = new Bell((closed) => this.#remove(closed));
    this.#bells.add(bell);
    this.#channel ??= this.#open();
    return bell;
  }

  /** Wakes all watches: what they read next tells them why. */
  ring(): void {
    for (const bell of this.#bells) bell.ring();
  }

  #open(): BroadcastChannel {
    const channel = new BroadcastChannel(nameOf(this.identity));
    channel.onmessage = () => this.ring();
    // A subscription alone keeps no program running.
    channel.unref();
    return channel;
  }

  #remove(bell: Bell): void {
    this.#bells.delete(bell);
    if (this.#bells.size > 0) return;
    this.#channel?.close();
    this.#channel = undefined;
  }
}
