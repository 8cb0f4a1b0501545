import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/program.js';
import { createLog, gatheringIn } from './log.js';

describe('the log', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'log');
  const destination = gatheringIn(openSync(path, 'a'));
  afterAll(async () => {
    // Left as it is, it would go on writing to the descriptor, whatever that has become.
    const closed = once(destination, 'close');
    destination.destroy();
    await closed;
    folder.remove();
  });
  const written = (): unknown[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);

  test('gathers its lines; an error is written at once, behind those that came before it', () => {
    const log = createLog('info', destination);
    log.info({ status: 201 }, 'request');
    log.warn({}, 'a store is away');
    expect(written()).toEqual([]);
    log.error({ status: 500 }, 'a request failed');
    expect(written()).toMatchObject([
      { level: 'info', status: 201, msg: 'request' },
      { level: 'warn', msg: 'a store is away' },
      { level: 'error', status: 500, msg: 'a request failed' },
    ]);
    log.info({ status: 200 }, 'request');
    expect(written()).toHaveLength(3);
  });
});
