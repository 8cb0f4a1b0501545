import type { ProjectionProgress } from '@docket/projecting';

/** How far builds that were asked for have come. */
export interface Look {
  /** Events folded, over all builds together. */
  readonly done: number;
  readonly total: number;
  /** Names of the projections whose build does not serve yet. */
  readonly working: readonly string[];
  readonly stopped?: { readonly projection: string; readonly position: string; readonly reason: string };
}

/** Builds by projection, until each has caught up and serves. */
export class BuildsOnTheirWay {
  readonly #builds = new Map<string, string>();

  constructor(
    /** Events in the log when they began. */
    private readonly events: number,
  ) {}

  get names(): readonly string[] {
    return [...this.#builds.keys()];
  }

  add(projection: string, build: string): void {
    this.#builds.set(projection, build);
  }

  look(progress: readonly ProjectionProgress[]): Look {
    const working: string[] = [];
    let left = 0;
    for (const { projection, serving, building } of progress) {
      const build = this.#builds.get(projection);
      if (build === undefined) continue;
      const own = [serving, building].find((one) => one?.build === build);
      if (own?.stopped) return { done: 0, total: 0, working, stopped: { projection, ...own.stopped } };
      if (serving?.build === build && serving.lagEvents === 0) continue;
      working.push(projection);
      left += own?.lagEvents ?? this.events;
    }
    const total = this.events * this.#builds.size;
    return { done: Math.max(0, total - left), total, working };
  }
}
