import { CannotGoOn, EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp, withOnlookers } from './command.js';

const FORMAT = `
The log is a CSV file with a header, one row a change, in the order of time within each case; the cases may be mixed.
The mapping is a JSON file that says what the columns mean: docs/importing.md, and docs/examples.
Importing again adds nothing; with a longer file it adds what is new. It can be stopped at any time (Ctrl-C), and goes on where it was.
A server that has the data folder open must be stopped first.

An export of Docket (docket export) needs no mapping: it is restored as it is, event by event, into a log that has never been started. Stopped at any time, the same
command goes on where the log stands. DOCKET_SECRET must be the exported log's: docs/moving.md.`;

export const importCommand: CliCommand = {
  name: 'import',
  describe: (command) => {
    command
      .description('Imports the change log of another system: a ticket for each case, with its history; or restores an export of Docket')
      .argument('<log>', 'the CSV file, or the export')
      .option('-m, --mapping <file>', 'the JSON file that says what the columns of a CSV file mean')
      .option('--json', 'print the summary as one line of JSON')
      .addHelpText('after', FORMAT)
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket import log.csv --mapping mapping.json', 'into ./data'],
            ['DATA_DIR=/var/lib/docket docket import log.csv -m mapping.json', 'into another data folder'],
            ['docket import log.csv -m mapping.json --json 2>progress.txt', 'for another program'],
            ['DATA_DIR=./new DOCKET_SECRET=… docket import docket.ndjson', 'restores an export into an empty data folder'],
          ],
          [
            [EXIT.done, 'it is imported, and the read models show it (rows that were rejected are listed); or it is restored'],
            [EXIT.usage, 'the command line is wrong'],
            [EXIT.data, 'the file is no log, or the mapping is wrong or does not fit it; the export is damaged, or does not fit the log'],
            [
              EXIT.unavailable,
              'a server has the data folder open, or a store is away or can’t be written; the next import goes on where it was',
            ],
            [EXIT.internal, 'something went wrong that nobody foresaw; the next import goes on where it was'],
            [EXIT.setting, 'a setting is wrong'],
            [EXIT.stopped, 'it was stopped (Ctrl-C); the next import goes on where it was'],
          ],
        ),
      )
      .action(importNow);
  },
};

interface ImportOptions {
  readonly mapping?: string;
  readonly json?: boolean;
}

const importNow = async (file: string, { mapping, json = false }: ImportOptions): Promise<void> => {
  const { isExport } = await import('../moving/run-restore.js');
  if (await isExport(file)) return restoreExport(file, mapping, json);
  if (mapping === undefined)
    throw new CannotGoOn(`${file} is no export of Docket: say with --mapping what the columns of a change log mean`, EXIT.usage);
  return importLog(file, mapping, json);
};

const importLog = async (file: string, mapping: string, json: boolean): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const [{ runImport }, { exitOf, summaryOf }] = await Promise.all([
    import('../importing/run-import.js'),
    import('../importing/summary.js'),
  ]);
  const report = await withOnlookers((onlookers) => runImport({ settings, file, mappingFile: mapping, ...onlookers }));
  tell(report, json, summaryOf);
  process.exitCode = exitOf(report);
};

const restoreExport = async (file: string, mapping: string | undefined, json: boolean): Promise<void> => {
  if (mapping !== undefined)
    throw new CannotGoOn(`${file} is an export of Docket: it is restored as it is, so leave --mapping out`, EXIT.usage);
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const [{ runRestore }, { summaryOf }] = await Promise.all([import('../moving/run-restore.js'), import('../moving/summary.js')]);
  const report = await withOnlookers((onlookers) => runRestore({ settings, file, ...onlookers }));
  tell(report, json, summaryOf);
  if (!report.complete) process.exitCode = EXIT.stopped;
};

const tell = <Report>(report: Report, json: boolean, summaryOf: (report: Report) => string): void => {
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : summaryOf(report));
};
