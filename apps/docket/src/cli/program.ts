import { Command, CommanderError } from 'commander';
import { ABOUT } from '../about.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { commands } from './commands.js';

const build = (): Command => {
  const program = new Command('docket')
    .description(ABOUT.description)
    .version(ABOUT.version, '-V, --version')
    .showHelpAfterError('(docket --help tells more)')
    .exitOverride();
  for (const { name, describe } of commands) {
    const command = program.command(name).exitOverride().showHelpAfterError(`(docket ${name} --help tells more)`);
    describe(command);
  }
  return program;
};

/** Commander has written what there is to say already. Help and version are no failure. */
const exitOfCommander = ({ exitCode }: CommanderError): number => (exitCode === 0 ? EXIT.done : EXIT.usage);

/** Runs the program; gives its exit code. What is foreseen is said in one line, anything else with its stack. */
export const run = async (argv: readonly string[]): Promise<number> => {
  try {
    await build().parseAsync([...argv]);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return exitOfCommander(error);
    if (error instanceof CannotGoOn) {
      process.stderr.write(`docket: ${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(`docket: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.internal;
  }
};
