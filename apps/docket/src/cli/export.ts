import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp, withOnlookers } from './command.js';

const FORMAT = `
One JSON text a line: a header, every event in the log's order with its digest, and a line that closes it (docs/moving.md). docket import restores it.
Exporting into the same file again goes on behind its last whole line: so a stopped export is completed, and a whole one gets what is new.
The file holds everything, personal data too. A server that has the data folder open must be stopped first.`;

export const exportCommand: CliCommand = {
  name: 'export',
  describe: (command) => {
    command
      .description('Writes the whole log out, as NDJSON: to move it elsewhere, to keep it, to look at it')
      .option('-o, --out <file>', 'the file; without it, standard output')
      .addHelpText('after', FORMAT)
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket export --out docket.ndjson', 'the log of ./data'],
            ['DATA_DIR=/var/lib/docket docket export -o docket.ndjson', 'of another data folder'],
            ['docket export | gzip > docket.ndjson.gz', 'through another program'],
          ],
          [
            [EXIT.done, 'the whole log is written'],
            [EXIT.usage, 'the command line is wrong'],
            [EXIT.data, 'the log is damaged, or the file does not fit it'],
            [
              EXIT.unavailable,
              'there is no log or half of one, a server has the data folder open, or the file is something else or can’t be written',
            ],
            [EXIT.internal, 'something went wrong that nobody foresaw; the next export goes on where it was'],
            [EXIT.setting, 'a setting is wrong'],
            [EXIT.stopped, 'it was stopped (Ctrl-C); the next export goes on where it was'],
          ],
        ),
      )
      .action(exportNow);
  },
};

const exportNow = async ({ out }: { out?: string }): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const { runExport } = await import('../moving/run-export.js');
  const complete = await withOnlookers((onlookers) => runExport({ settings, out, stdout: process.stdout, ...onlookers }));
  if (!complete) process.exitCode = EXIT.stopped;
};
