import { setTimeout as wait } from 'node:timers/promises';
import { projectionsOf, readProgress, systemClock } from '@docket/projecting';
import { capabilities } from '../capabilities.js';
import type { Progress } from '../cli/progress.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import type { Stores } from '../serving/stores.js';
import type { Settings } from '../settings.js';
import { Standstill } from '../standstill.js';

/** Milliseconds between two looks at how far the read models are. */
const LOOK_MS = 100;
const STOOD_STILL = 'the log is imported, but the read models have stood still for a minute: they follow when the server is started';

/** The read models on their way to the end of the log. */
export class Following {
  readonly #projections;

  constructor(
    private readonly stores: Stores,
    private readonly options: { readonly settings: Settings; readonly progress: Progress; readonly signal: AbortSignal },
  ) {
    const { timeZone } = options.settings;
    this.#projections = projectionsOf(capabilities, { timeZone });
  }

  /** True when all of them have come to the log's end; false when the signal said stop before. Throws CannotGoOn where an event has stopped one. */
  async wait(): Promise<boolean> {
    const { progress, signal } = this.options;
    const total = await this.stores.events.eventsAfter(undefined);
    const standstill = new Standstill(LOOK_MS);
    for (;;) {
      const { left, behind } = await this.#look(total);
      if (behind.length === 0) {
        progress.end('all read models show it');
        return true;
      }
      if (signal.aborted) break;
      if (standstill.lasts(left)) throw new CannotGoOn(STOOD_STILL, EXIT.unavailable);
      progress.update(total - left, total, `events shown by the read models (waiting for ${behind.join(', ')})`);
      await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
    progress.end('stopped; the read models follow when the server is started');
    return false;
  }

  /** How many events the slowest has before it, and which are not at the end. */
  async #look(total: number): Promise<{ left: number; behind: readonly string[] }> {
    const { documents, events } = this.stores;
    const behind: string[] = [];
    let left = 0;
    for (const { projection, serving, building } of await readProgress({
      documents,
      events,
      projections: this.#projections,
      clock: systemClock,
    })) {
      const build = building ?? serving;
      if (build?.stopped)
        throw new CannotGoOn(
          `the log is imported, but the read model ${projection} stopped at position ${build.stopped.position}: ${build.stopped.reason}`,
          EXIT.internal,
        );
      const lag = build?.lagEvents ?? total;
      if (lag > 0 || building) behind.push(projection);
      left = Math.max(left, lag);
    }
    return { left, behind };
  }
}
