import { CannotGoOn, EXIT } from './exit-codes.js';
import { SECRET_BYTES_MIN } from '@docket/deciding';
import { ADMIN_TOKEN_LENGTH_MAX, readSettings } from './settings.js';

describe('settings', () => {
  test('none need to be given, and an empty one counts as not given', () => {
    const standard = {
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      roles: ['gateway', 'projector'],
      adminToken: undefined,
      secret: undefined,
      timeZone: 'UTC',
      logLevel: 'info',
    };
    expect(readSettings({})).toEqual(standard);
    expect(readSettings({ PORT: '', DOCKET_SECRET: '', EVENTSTORE_URL: '', MONGODB_URL: '' })).toEqual(standard);
  });

  test('are read as they are given', () => {
    expect(
      readSettings({
        PORT: '0',
        HOST: '::1',
        DATA_DIR: '/var/docket',
        DOCKET_ROLES: 'projector, gateway',
        DOCKET_ADMIN_TOKEN: 't',
        DOCKET_SECRET: 's'.repeat(SECRET_BYTES_MIN),
        SERVICE_TIME_ZONE: 'europe/berlin',
        LOG_LEVEL: 'warn',
      }),
    ).toEqual({
      port: 0,
      host: '::1',
      dataDir: '/var/docket',
      roles: ['gateway', 'projector'],
      adminToken: 't',
      secret: 's'.repeat(SECRET_BYTES_MIN),
      timeZone: 'Europe/Berlin',
      logLevel: 'warn',
    });
    expect(readSettings({ PORT: '65535', DOCKET_ROLES: 'gateway' })).toMatchObject({ port: 65_535, roles: ['gateway'] });
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', 'http'],
    ['HOST', 'http://example.com'],
    ['HOST', 'example.com/x'],
    ['DOCKET_ROLES', 'gateway,printer'],
    ['DOCKET_ROLES', ','],
    ['DOCKET_ADMIN_TOKEN', 'two words'],
    ['DOCKET_ADMIN_TOKEN', 'x'.repeat(ADMIN_TOKEN_LENGTH_MAX + 1)],
    ['DOCKET_SECRET', 's'.repeat(SECRET_BYTES_MIN - 1)],
    ['SERVICE_TIME_ZONE', 'Mars/Base'],
    ['LOG_LEVEL', 'loud'],
    ['EVENTSTORE_URL', 'esdb://localhost:2113'],
    ['EVENTSTORE_PREFIX', 'a-'],
    ['MONGODB_URL', 'mongodb://localhost'],
  ])('%s=%s stops the start with one line that names it', (setting, value) => {
    let failure: unknown;
    try {
      readSettings({ [setting]: value });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CannotGoOn);
    const { message, exitCode } = failure as CannotGoOn;
    expect(message).toMatch(new RegExp(`^${setting}: [^\n]+$`));
    expect(exitCode).toBe(EXIT.setting);
  });

  test.each(['DOCKET_SECRET', 'DOCKET_ADMIN_TOKEN'])('%s is not said again in the line that refuses it', (setting) => {
    expect(() => readSettings({ [setting]: 'hush hush' })).toThrow(/^(?!.*hush)/);
  });
});
