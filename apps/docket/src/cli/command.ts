import type { Command } from 'commander';
import type { Progress } from './progress.js';
import { untilStopped } from './stop-signals.js';

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

/** Runs what takes long: with progress on standard error, until Ctrl-C or SIGTERM stop it. */
export const withOnlookers = async <Result>(work: (onlookers: Onlookers) => Promise<Result>): Promise<Result> => {
  const { progressOn } = await import('./progress.js');
  const progress = progressOn(process.stderr);
  const leave = (): void => progress.leave();
  process.once('exit', leave);
  // Not onto the line of a bar: it makes way, and goes on below.
  const note = (line: string): void => progress.end(line);
  const signal = untilStopped((line) => note(`docket: ${line}`));
  try {
    return await work({ progress, note, signal });
  } finally {
    leave();
  }
};
