import type { Command } from 'commander';

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
