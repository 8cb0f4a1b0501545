import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Something beside Node.js that a test needs. */
export interface Need {
  readonly met: boolean;
  /** What is missing where it is not met. */
  readonly what: string;
  /** How to have the test run, in a few words. */
  readonly how: string;
}

/** The incident log of UCI data set 498, beside the repository or where DOCKET_REAL_LOG says. */
export const REAL_LOG_ZIP =
  process.env['DOCKET_REAL_LOG'] ?? fileURLToPath(new URL('../../shared/data/incident_event_log.zip', import.meta.url));

export const realLog: Need = {
  met: existsSync(REAL_LOG_ZIP),
  what: 'the real incident log',
  how: 'put incident_event_log.zip (UCI data set 498) into ../shared/data and run npm test again',
};

/** A describe that needs more than Node.js. Where the need is not met, one line says so; under CI=true that is a failure. */
export const describeNeeding = (need: Need, name: string, body: () => void): void => {
  if (need.met) {
    describe(name, body);
  } else if (process.env['CI'] === 'true') {
    it(`${name} (needs ${need.what})`, () => {
      throw new Error(`not run: needs ${need.what}: ${need.how}`);
    });
  } else {
    process.stderr.write(`not run: ${name}: needs ${need.what}: ${need.how}\n`);
    describe.skip(name, body);
  }
};
