import { once } from 'node:events';
import { EXIT } from '../exit-codes.js';
import type { Settings } from '../settings.js';
import { type CliCommand, closingHelp } from './command.js';
import { untilStopped } from './stop-signals.js';

const SETTINGS = `
Settings come from the environment:
  PORT, HOST           where it listens (3000, 127.0.0.1)
  DATA_DIR             the folder of the embedded stores (./data)
  EVENTSTORE_URL       esdb://… or esdb+discover://…: the log is in EventStoreDB
  EVENTSTORE_PREFIX    before the names of all streams there
  MONGODB_URL          mongodb://… or mongodb+srv://…: the documents are in MongoDB, in the database that it names (docket)
  DOCKET_ADMIN_TOKEN   a bearer token that acts as administrator; without it the first start makes one
  DOCKET_SECRET        what ids and claims are derived from; required with EVENTSTORE_URL, else the first start makes one in the data folder
  TRUSTED_PROXIES      whose word counts for a client's address and protocol: 10.0.0.5, 10.0.0.0/8, loopback, uniquelocal (none)
  RATE_LIMIT_UNAUTHENTICATED, RATE_LIMIT_TOKEN
                       requests a minute without a good token from one address, and with one token (300, 0: no limit)
  SERVICE_TIME_ZONE    the zone in which days are counted (UTC)
  DOCKET_ROLES         what this process does (gateway,projector)
  LOG_LEVEL            debug, info, warn, error or silent (info); JSON lines on standard error
  OTEL_EXPORTER_OTLP_ENDPOINT   http://host:4318: traces are recorded and sent there (none)`;

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
            [EXIT.internal, 'something went wrong that nobody foresaw, or the stop took longer than half a minute'],
            [EXIT.setting, 'a setting is wrong'],
            [EXIT.stopped, 'it was told to stop a second time, and ended at once (by SIGTERM: 143)'],
          ],
        ),
      )
      .action(serveUntilStopped);
  },
};

/** Where the data are, without what an address may carry besides. */
const placesOf = ({ eventStore, documentStore, dataDir }: Settings): string => {
  const places = [...(eventStore ? ['events in EventStoreDB'] : []), ...(documentStore ? ['documents in MongoDB'] : [])];
  if (places.length < 2) places.push(places.length === 0 ? `data in ${dataDir}` : `the rest in ${dataDir}`);
  return places.join(', ');
};

const serveUntilStopped = async (): Promise<void> => {
  const { readSettings } = await import('../settings.js');
  const settings = readSettings(process.env);
  const { createLog } = await import('../serving/log.js');
  const log = createLog(settings.logLevel);
  // What nobody foresaw is in the log before the program ends; the stores take a sudden end like a power cut.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'ended by an error that nobody foresaw');
    process.exit(EXIT.internal);
  });
  const stop = untilStopped((line, signal) => log.error({ signal }, line));
  stop.addEventListener('abort', () => log.info({ signal: stop.reason as string }, 'stopping'));
  const stopAsked = once(stop, 'abort');
  const { serve } = await import('../serving/serve.js');
  const running = await serve(settings, log, stop);
  if (!running) return log.info({}, 'stopped before it had started');
  if (running.token !== undefined)
    process.stdout.write(`The administrator's access token, shown this once; keep it:\n\n    ${running.token}\n\n`);
  process.stdout.write(`Docket runs on ${running.url}  (${placesOf(settings)}; stop with Ctrl-C)\n`);

  await stopAsked;
  await running.stop();
  log.info({}, 'stopped');
};
