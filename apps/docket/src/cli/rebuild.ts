import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp } from './command.js';

export const rebuildCommand: CliCommand = {
  name: 'rebuild',
  describe: (command) => {
    command
      .description('Builds read models anew from the log, beside those that serve, and switches to them')
      .argument('[projection...]', 'their names; none: all of them')
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket rebuild', 'all read models of ./data'],
            ['docket rebuild tickets timeline', 'these two'],
            ['DATA_DIR=/var/lib/docket docket rebuild', 'of another data folder'],
          ],
          [
            [EXIT.done, 'they are built, and serve; or it was stopped with Ctrl-C, and the next rebuild or start goes on'],
            [EXIT.usage, 'there is no such read model'],
            [EXIT.unavailable, 'a server has the data folder open, or there is no log in it'],
            [EXIT.internal, 'an event stopped a read model, or something went wrong that nobody foresaw'],
            [EXIT.setting, 'a setting is wrong'],
          ],
        ),
      )
      .action(rebuildNow);
  },
};

const rebuildNow = async (wanted: string[]): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const [{ rebuild }, { progressOn }] = await Promise.all([import('../rebuilding/rebuild.js'), import('./progress.js')]);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  await rebuild({
    settings,
    wanted,
    progress: progressOn(process.stderr),
    log: ({ level, message, reason }) => {
      if (level !== 'info') process.stderr.write(`${message}${reason === undefined ? '' : `: ${reason}`}\n`);
    },
    signal: stop.signal,
  });
};
