/** What can be done to a process (kill, pause), to a server's connections (cut, stall, half-open), and to the server of the documents (stop). */
export const KINDS = ['kill', 'pause', 'cut', 'stall', 'half-open', 'stop'] as const;

export type Kind = (typeof KINDS)[number];

export interface Fault {
  /** Milliseconds after its round has begun. */
  readonly atMs: number;
  readonly kind: Kind;
  /** Which of the processes, or which of the servers: taken modulo how many there are. */
  readonly target: number;
  /** How long a pause, a stall or a stop lasts, in milliseconds. */
  readonly lastsMs: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly kinds?: readonly Kind[];
}

/** Faults come for so long; then everything must come back before the next ones do. */
export const ROUND_MS = 10_000;
/** Every so often a fault begins, whether the one before is over or not. */
const GAP_MS = { min: 400, span: 1_200 };
const LASTS_MS = { min: 500, span: 4_500 };

/** mulberry32: the same numbers from 0 to 1 for the same seed. */
const numbers = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/** The faults of so many seconds, in rounds: the same for the same seed. Each kind comes before any comes again. */
export const scheduleOf = ({ seed, seconds, kinds = KINDS }: ScheduleOptions): readonly (readonly Fault[])[] => {
  const next = numbers(seed);
  const rounds: Fault[][] = [];
  let left: Kind[] = [];
  for (let leftMs = seconds * 1_000; leftMs > 0; leftMs -= ROUND_MS) {
    const round: Fault[] = [];
    for (let atMs = GAP_MS.min; atMs < Math.min(leftMs, ROUND_MS); atMs += GAP_MS.min + Math.floor(next() * GAP_MS.span)) {
      if (left.length === 0) left = [...kinds];
      const [kind] = left.splice(Math.floor(next() * left.length), 1);
      const target = Math.floor(next() * 4);
      const lastsMs = LASTS_MS.min + Math.floor(next() * LASTS_MS.span);
      if (kind) round.push({ atMs, kind, target, lastsMs });
    }
    rounds.push(round);
  }
  return rounds;
};
