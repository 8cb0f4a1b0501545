import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp } from './command.js';

export const benchCommand: CliCommand = {
  name: 'bench',
  describe: (command) => {
    command
      .description('Measures how fast Docket is on this machine, each figure against a limit measured in the same run (some minutes)')
      .option('--json', 'print {rows: [{name, value, unit, limit, ratio, floor}]}')
      .option('--pair <stores>', 'embedded, or servers: what EVENTSTORE_URL and MONGODB_URL name, else the stand-ins for tests')
      .option(
        '--only <parts>',
        'of append, import, rebuild, gateway, feed, start (servers: server-append, server-rebuild, server-visible, server-get): these, separated by commas',
      )
      .addHelpText(
        'after',
        '\nIt works on data of its own in a temporary folder, and needs the development packages (npm ci without --omit=dev).',
      )
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket bench', 'everything, as a table'],
            ['docket bench --only append,rebuild', 'two parts'],
            ['docket bench --pair servers', 'the servers'],
            ['docket bench --json', 'for another program'],
          ],
          [
            [EXIT.done, 'every row is at or above its floor'],
            [1, 'a row is under its floor'],
            [EXIT.usage, 'there is no such pair or part'],
            [EXIT.internal, 'something went wrong that nobody foresaw'],
          ],
        ),
      )
      .action(benchNow);
  },
};

/** The benchmarks stand beside the tests; the built program is three folders further down than its sources. */
const BENCHMARKS = new URL('../../../../../test/bench/run.mjs', import.meta.url);

const benchNow = async ({ json = false, pair, only }: { json?: boolean; pair?: string; only?: string }): Promise<void> => {
  const { runBenchmarks } = (await import(BENCHMARKS.href)) as {
    runBenchmarks: (options: { json: boolean; pair?: string; only?: string }) => Promise<number>;
  };
  process.exitCode = await runBenchmarks({ json, ...(pair === undefined ? {} : { pair }), ...(only === undefined ? {} : { only }) });
};
