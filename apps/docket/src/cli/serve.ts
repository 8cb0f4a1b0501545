import { EXIT } from '../exit-codes.js';
import { type CliCommand, closingHelp } from './command.js';

/** Milliseconds after which a stop that does not come to its end is broken off: more than its parts may take together. */
const STOP_MS_MAX = 30_000;

const SETTINGS = `
Settings come from the environment:
  PORT, HOST           where it listens (3000, 127.0.0.1)
  DATA_DIR             the folder of the embedded stores (./data)
  DOCKET_ADMIN_TOKEN   a bearer token that acts as administrator; without it the first start makes one
  DOCKET_SECRET        what ids and claims are derived from; without it the first start makes one in the data folder
  SERVICE_TIME_ZONE    the zone in which days are counted (UTC)
  DOCKET_ROLES         what this process does (gateway,projector)
  LOG_LEVEL            debug, info, warn, error or silent (info); JSON lines on standard error`;

export const serveCommand: CliCommand = {
  name: 'serve',
  describe: (command) => {
    command
      .description('Serves the interface, and folds the log into the read models')
      .addHelpText('after', SETTINGS)
      .addHelpText(
        'after',
        closingHelp(
          [
            ['docket serve', 'on http://127.0.0.1:3000, with the data in ./data'],
            ['PORT=8080 DATA_DIR=/var/lib/docket docket serve', 'somewhere else'],
          ],
          [
            [EXIT.done, 'it was stopped (SIGTERM, SIGINT), and everything is closed'],
            [EXIT.unavailable, 'the port is in use, the data folder is open elsewhere or can’t be written, or a file is none of Docket’s'],
            [EXIT.internal, 'something went wrong that nobody foresaw'],
            [EXIT.setting, 'a setting is wrong'],
          ],
        ),
      )
      .action(serveUntilStopped);
  },
};

const stopAsked = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });

const serveUntilStopped = async (): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const [{ createLog }, { serve }] = await Promise.all([import('../serving/log.js'), import('../serving/serve.js')]);
  const log = createLog(settings.logLevel);
  // What nobody foresaw is in the log before the program ends; the stores take a sudden end like a power cut.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'ended by an error that nobody foresaw');
    process.exit(EXIT.internal);
  });
  const stopped = stopAsked();
  const running = await serve(settings, log);
  if (running.token !== undefined)
    process.stdout.write(`The administrator's access token, shown this once; keep it:\n\n    ${running.token}\n\n`);
  process.stdout.write(`Docket runs on ${running.url}  (data in ${settings.dataDir}; stop with Ctrl-C)\n`);

  const signal = await stopped;
  log.info({ signal }, 'stopping');
  setTimeout(() => {
    log.error({}, 'the stop took too long and is broken off');
    process.exit(EXIT.internal);
  }, STOP_MS_MAX).unref();
  await running.stop();
  log.info({}, 'stopped');
};
