import { Command, CommanderError } from 'commander';
import { ABOUT } from '../about.js';
import { CannotGoOn, EXIT } from '../exit-codes.js';
import { commands } from './commands.js';
import { isLacking } from './lacking.js';
import { watchOutputs } from './standard-output.js';

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

const say = (text: string): void => void process.stderr.write(`docket: ${text}\n`);

const exitOfFailure = (error: unknown): number => {
  if (error instanceof CommanderError) return exitOfCommander(error);
  if (error instanceof CannotGoOn) {
    say(error.message);
    return error.exitCode;
  }
  if (isLacking(error)) {
    say(error.message);
    return EXIT.unavailable;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.internal;
};

/** Runs the program; gives its exit code. What is foreseen is said in one line, anything else with its stack. */
export const run = async (argv: readonly string[]): Promise<number> => {
  const ended = watchOutputs(process);
  try {
    await build().parseAsync([...argv]);
    return await ended(Number(process.exitCode ?? EXIT.done));
  } catch (error) {
    return ended(exitOfFailure(error));
  }
};
