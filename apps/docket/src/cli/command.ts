import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { Progress } from './progress.js';

/** A command of the program: one file, and one line in the list. `describe` loads nothing heavy; what does the work is imported when it runs. */
export interface CliCommand {
  readonly name: string;
  /** Adds arguments, options, help and the action to the command. */
  readonly describe: (command: Command) => void;
}

/** Examples and exit codes at the end of a command's help. */
export const closingHelp = (
  examples: readonly (readonly [command: string, meaning: string])[],
  exitCodes: readonly (readonly [number, string])[],
): string => {
  const width = Math.max(...examples.map(([command]) => command.length));
  const shown = examples.map(([command, meaning]) => `  $ ${command.padEnd(width)}   ${meaning}`);
  return [
    '',
    'Examples:',
    ...shown,
    '',
    'Exit codes:',
    ...exitCodes.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`),
  ].join('\n');
};

/** Who is told on the way of a long command, and how it is stopped. */
export interface Onlookers {
  readonly progress: Progress;
  /** Takes a line for whoever looks on. */
  readonly note: (line: string) => void;
  /** Aborts when the program is told to stop. */
  readonly signal: AbortSignal;
}

/** Aborts with the first Ctrl-C or SIGTERM; whoever does not wait for the end sends another one, and the program ends at once. */
const untilStopped = (): AbortSignal => {
  const stop = new AbortController();
  const told = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.stopped);
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, told);
  return stop.signal;
};

/** Runs what takes long: with progress on standard error, until Ctrl-C or SIGTERM stop it. */
export const withOnlookers = async <Result>(work: (onlookers: Onlookers) => Promise<Result>): Promise<Result> => {
  const { progressOn } = await import('./progress.js');
  const progress = progressOn(process.stderr);
  const leave = (): void => progress.leave();
  process.once('exit', leave);
  try {
    return await work({ progress, note: (line) => void process.stderr.write(`${line}\n`), signal: untilStopped() });
  } finally {
    leave();
  }
};
