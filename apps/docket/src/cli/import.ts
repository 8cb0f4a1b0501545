import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp } from './command.js';

const FORMAT = `
The log is a CSV file with a header, one row a change, in the order of time within each case; the cases may be mixed.
The mapping is a JSON file that says what the columns mean: docs/importing.md, and docs/examples.
Importing again adds nothing; with a longer file it adds what is new. It can be stopped at any time (Ctrl-C), and goes on where it was.
A server that has the data folder open must be stopped first.`;

export const importCommand: CliCommand = {
  name: 'import',
  describe: (command) => {
    command
      .description('Imports the change log of another system: a ticket for each case, with its history')
      .argument('<log>', 'the CSV file')
      .requiredOption('-m, --mapping <file>', 'the JSON file that says what the columns mean')
      .option('--json', 'print the summary as one line of JSON')
      .addHelpText('after', FORMAT)
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket import log.csv --mapping mapping.json', 'into ./data'],
            ['DATA_DIR=/var/lib/docket docket import log.csv -m mapping.json', 'into another data folder'],
            ['docket import log.csv -m mapping.json --json 2>progress.txt', 'for another program'],
          ],
          [
            [EXIT.done, 'it is imported, and the read models show it (rows that were rejected are listed)'],
            [EXIT.usage, 'the command line is wrong'],
            [EXIT.data, 'the file is no log, or the mapping is wrong or does not fit it'],
            [EXIT.unavailable, 'a server has the data folder open, or it can’t be written'],
            [EXIT.internal, 'something went wrong that nobody foresaw; the next import goes on where it was'],
            [EXIT.setting, 'a setting is wrong'],
            [EXIT.stopped, 'it was stopped (Ctrl-C); the next import goes on where it was'],
          ],
        ),
      )
      .action(importNow);
  },
};

const importNow = async (file: string, { mapping, json = false }: { mapping: string; json?: boolean }): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const [{ runImport }, { progressOn }, { summaryOf }] = await Promise.all([
    import('../importing/run-import.js'),
    import('./progress.js'),
    import('../importing/summary.js'),
  ]);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const report = await runImport({
    settings,
    file,
    mappingFile: mapping,
    progress: progressOn(process.stderr),
    note: (line) => process.stderr.write(`${line}\n`),
    signal: stop.signal,
  });
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(summaryOf(report));
  if (!report.complete) process.exitCode = EXIT.stopped;
};
