import { setTimeout as pass } from 'node:timers/promises';

/** Milliseconds between two looks. */
const LOOK_MS = 100;

export interface Wait {
  /** What is waited for, in words that follow "waited for". */
  readonly what: string;
  readonly msMax: number;
  /** What is the matter, when the time is over. */
  readonly state?: () => Promise<string>;
}

/** The first thing that `look` finds. Fails when the time is over, and says what it waited for. */
export const waitUntil = async <Found>({ what, msMax, state }: Wait, look: () => Promise<Found | undefined>): Promise<Found> => {
  const until = performance.now() + msMax;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`waited ${msMax / 1_000} s for ${what}${state ? `; ${await state()}` : ''}`);
    await pass(LOOK_MS);
  }
};

/** What the promise gives, or a failure that says what was waited for. */
export const inTime = async <Value>({ what, msMax, state }: Wait, promise: Promise<Value>): Promise<Value> => {
  const ended = new AbortController();
  const late = pass(msMax, undefined, { signal: ended.signal }).then(async () => {
    throw new Error(`waited ${msMax / 1_000} s for ${what}${state ? `; ${await state()}` : ''}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    ended.abort();
  }
};
