import { constants } from 'node:os';
import { EXIT } from '../exit-codes.js';

/** Milliseconds after which a stop that does not come to its end is broken off: more than its parts may take together. */
export const STOP_MS_MAX = 30_000;
/** Milliseconds in which a further signal is the first one once more: a terminal sends Ctrl-C to all of its processes, and npm sends on what it gets. */
export const SAME_STOP_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
type StopSignal = (typeof SIGNALS)[number];

/** What of the process is used here. */
export interface Stoppable {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  exit(code: number): unknown;
}

/** Takes one line for whoever waits for the end. */
export type SayWhy = (line: string, signal: StopSignal) => void;

/** As shells count it: 128 and the signal's number. */
const exitOf = (signal: StopSignal): number => 128 + constants.signals[signal];

/** Aborts at the first SIGINT or SIGTERM, its reason the signal's name. Who does not wait for the end sends another one, and the program ends at once; it ends by
 *  itself where the stop takes longer than STOP_MS_MAX. `say` is told why it ends so. */
export const untilStopped = (say: SayWhy, program: Stoppable = process, nowMs = () => performance.now()): AbortSignal => {
  const stop = new AbortController();
  let askedAt = 0;
  const end = (line: string, signal: StopSignal, code: number): void => {
    say(line, signal);
    program.exit(code);
  };
  const told = (signal: StopSignal): void => {
    if (stop.signal.aborted) {
      if (nowMs() - askedAt >= SAME_STOP_MS) end(`ended at once, by a second ${signal}`, signal, exitOf(signal));
      return;
    }
    askedAt = nowMs();
    setTimeout(() => end('the stop took too long and is broken off', signal, EXIT.internal), STOP_MS_MAX).unref();
    stop.abort(signal);
  };
  for (const signal of SIGNALS) program.on(signal, told);
  return stop.signal;
};
