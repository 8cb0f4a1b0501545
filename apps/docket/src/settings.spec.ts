import { CannotGoOn, EXIT } from './exit-codes.js';
import { SECRET_BYTES_MIN } from '@docket/deciding';
import { REQUESTS_PER_MINUTE_MAX } from './edge-settings.js';
import { DATABASE_BYTES_MAX, PREFIX_LENGTH_MAX } from './server-settings.js';
import { ADMIN_TOKEN_LENGTH_MAX, readSettings } from './settings.js';

describe('settings', () => {
  test('none need to be given, and an empty one counts as not given', () => {
    const standard = {
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      eventStore: undefined,
      documentStore: undefined,
      roles: ['gateway', 'projector'],
      adminToken: undefined,
      secret: undefined,
      trustedProxies: [],
      rateLimits: { unauthenticated: 300, token: 0 },
      timeZone: 'UTC',
      logLevel: 'info',
      tracing: false,
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
        EVENTSTORE_URL: 'esdb+discover://u:p@a:2113,b:2113/?tls=true',
        EVENTSTORE_PREFIX: 'it-',
        MONGODB_URL: 'mongodb+srv://u:p@cluster.example.com/desk?w=majority',
        DOCKET_ROLES: 'projector, gateway',
        DOCKET_ADMIN_TOKEN: 't',
        DOCKET_SECRET: 's'.repeat(SECRET_BYTES_MIN),
        TRUSTED_PROXIES: 'loopback, uniquelocal,192.0.2.1,2001:db8::/32',
        RATE_LIMIT_UNAUTHENTICATED: '0',
        RATE_LIMIT_TOKEN: `${REQUESTS_PER_MINUTE_MAX}`,
        SERVICE_TIME_ZONE: 'europe/berlin',
        LOG_LEVEL: 'warn',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      }),
    ).toEqual({
      port: 0,
      host: '::1',
      dataDir: '/var/docket',
      eventStore: { url: 'esdb+discover://u:p@a:2113,b:2113/?tls=true', prefix: 'it-' },
      documentStore: { url: 'mongodb+srv://u:p@cluster.example.com/desk?w=majority', database: 'desk' },
      roles: ['gateway', 'projector'],
      adminToken: 't',
      secret: 's'.repeat(SECRET_BYTES_MIN),
      trustedProxies: ['loopback', 'uniquelocal', '192.0.2.1', '2001:db8::/32'],
      rateLimits: { unauthenticated: 0, token: REQUESTS_PER_MINUTE_MAX },
      timeZone: 'Europe/Berlin',
      logLevel: 'warn',
      tracing: true,
    });
    expect(readSettings({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' })).toMatchObject({ tracing: true });
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
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'grpc://collector:4317'],
    ['TRUSTED_PROXIES', '1'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '2001:db8::/129'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['RATE_LIMIT_UNAUTHENTICATED', '-1'],
    ['RATE_LIMIT_UNAUTHENTICATED', '1.5'],
    ['RATE_LIMIT_UNAUTHENTICATED', 'off'],
    ['RATE_LIMIT_TOKEN', `${REQUESTS_PER_MINUTE_MAX + 1}`],
    ['SERVICE_TIME_ZONE', 'Mars/Base'],
    ['LOG_LEVEL', 'loud'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['EVENTSTORE_URL', 'esdb://'],
    ['EVENTSTORE_URL', 'esdb://admin:p@ss@localhost'],
    ['EVENTSTORE_PREFIX', 'it-'],
    ['MONGODB_URL', 'localhost:27017'],
    ['MONGODB_URL', 'mongodb://'],
    ['MONGODB_URL', 'mongodb://localhost/two.words'],
    ['MONGODB_URL', `mongodb://localhost/${'x'.repeat(DATABASE_BYTES_MAX + 1)}`],
    ['MONGODB_URL', 'mongodb://localhost/%'],
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

  test.each(['DOCKET_SECRET', 'DOCKET_ADMIN_TOKEN', 'EVENTSTORE_URL', 'MONGODB_URL'])(
    '%s is not said again in the line that refuses it',
    (setting) => {
      expect(() => readSettings({ [setting]: 'hush hush' })).toThrow(/^(?!.*hush)/);
    },
  );

  describe('of stores on servers', () => {
    const secret = { DOCKET_SECRET: 's'.repeat(SECRET_BYTES_MIN) };
    const events = { EVENTSTORE_URL: 'esdb://localhost:2113?tls=false' };

    test('either may be on a server while the other is embedded', () => {
      expect(readSettings({ ...events, ...secret })).toMatchObject({
        eventStore: { url: 'esdb://localhost:2113?tls=false', prefix: '' },
        documentStore: undefined,
      });
      expect(readSettings({ MONGODB_URL: 'mongodb://localhost' })).toMatchObject({
        eventStore: undefined,
        documentStore: { url: 'mongodb://localhost', database: 'docket' },
      });
    });

    test.each([
      ['mongodb://localhost/', 'docket'],
      ['mongodb://a:1,b:2/?replicaSet=rs', 'docket'],
      ['mongodb://u:p%2F@localhost/d%65sk', 'desk'],
      [`mongodb://localhost/${'x'.repeat(DATABASE_BYTES_MAX)}`, 'x'.repeat(DATABASE_BYTES_MAX)],
    ])('%s: the database is %s', (url, database) => {
      expect(readSettings({ MONGODB_URL: url }).documentStore).toEqual({ url, database });
    });

    test('a log on a server needs the secret that all its processes share', () => {
      expect(() => readSettings(events)).toThrow(/^DOCKET_SECRET: it is required with EVENTSTORE_URL[^\n]+$/);
    });

    test('a prefix is checked, up to its length', () => {
      const withPrefix = (prefix: string) => readSettings({ ...events, ...secret, EVENTSTORE_PREFIX: prefix }).eventStore?.prefix;
      expect(withPrefix('x'.repeat(PREFIX_LENGTH_MAX))).toHaveLength(PREFIX_LENGTH_MAX);
      for (const prefix of ['x'.repeat(PREFIX_LENGTH_MAX + 1), '$system', 'a b', 'ä'])
        expect(() => withPrefix(prefix)).toThrow(/^EVENTSTORE_PREFIX: [^\n]+$/);
    });
  });
});
