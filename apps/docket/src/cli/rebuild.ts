import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp, withOnlookers } from './command.js';

export const rebuildCommand: CliCommand = {
  name: 'rebuild',
  describe: (command) => {
    command
      .description('Builds read models anew from the log, beside those that serve, and switches to them')
      .argument('[projection...]', 'their names; none: all of them')
      .addHelpText('after', '\nA server that has the data folder open must be stopped first; beside processes on servers it may run.')
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket rebuild', 'all read models of ./data'],
            ['docket rebuild tickets timeline', 'these two'],
            ['DATA_DIR=/var/lib/docket docket rebuild', 'of another data folder'],
          ],
          [
            [EXIT.done, 'they are built, and serve'],
            [EXIT.usage, 'there is no such read model'],
            [EXIT.unavailable, 'a server has the data folder open, or there is no log in it, or a store is away or can’t be written'],
            [EXIT.internal, 'an event stopped a read model, or something went wrong that nobody foresaw'],
            [EXIT.setting, 'a setting is wrong'],
            [EXIT.stopped, 'it was stopped (Ctrl-C); the next rebuild or start goes on where it was'],
          ],
        ),
      )
      .action(rebuildNow);
  },
};

const rebuildNow = async (wanted: string[]): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const { rebuild } = await import('../rebuilding/rebuild.js');
  const built = await withOnlookers(({ progress, note, signal }) =>
    rebuild({
      settings,
      wanted,
      progress,
      log: ({ level, message, reason }) => {
        if (level !== 'info') note(`${message}${reason === undefined ? '' : `: ${reason}`}`);
      },
      signal,
    }),
  );
  if (!built) process.exitCode = EXIT.stopped;
};
