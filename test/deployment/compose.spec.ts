import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { readSettings } from '../../apps/docket/src/settings.js';
import { composeWith, projectFile, settingsIn, variablesIn } from './compose-file.js';

const REQUIRED = ['DOCKET_SECRET', 'DOCKET_ADMIN_TOKEN', 'MONGODB_PASSWORD'];

const example = settingsIn(projectFile('.env.example'));
const filledIn = { ...example, ...Object.fromEntries(REQUIRED.map((name) => [name, `${name}-0123456789`])) };
const DOCKETS = ['gateway-1', 'gateway-2', 'projector'];

describe('docker-compose.yml', () => {
  const file = composeWith(filledIn);
  const service = (name: string) => {
    const found = file.services[name];
    if (!found) throw new Error(`there is no service ${name}`);
    return found;
  };

  it('is what the compose schema says', () => {
    const dclint = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
    const { $schema: _, ...schema } = JSON.parse(readFileSync(join(dclint, 'schemas/compose.schema.json'), 'utf8')) as object & {
      readonly $schema: string;
    };
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...file, services: { ...file.services, 'gateway-1': { ...service('gateway-1'), ports: 3000 } } })).toBe(false);
  });

  it('is two gateways, a projector, EventStoreDB 24.10.5 or later of its line, and MongoDB 8', () => {
    expect(Object.keys(file.services)).toEqual([...DOCKETS, 'eventstore', 'mongodb']);
    const patch = /^eventstore\/eventstore:24\.10\.(\d+)$/.exec(service('eventstore').image)?.[1];
    expect(Number(patch)).toBeGreaterThanOrEqual(5);
    expect(service('mongodb').image).toMatch(/^mongo:8\./);
  });

  it.each(REQUIRED)('refuses to start without %s', (name) => {
    expect(example[name]).toBe('');
    expect(() => composeWith({ ...filledIn, [name]: '' })).toThrow(`required variable ${name} is missing a value`);
  });

  it('has each of its variables explained in .env.example, and no other', () => {
    const text = projectFile('.env.example');
    expect(Object.keys(example).sort()).toEqual([...variablesIn(projectFile('docker-compose.yml'))].sort());
    const paragraphs = text.trim().split('\n\n').slice(1);
    for (const paragraph of paragraphs) expect(paragraph).toMatch(/^# .+\n/);
  });

  it('gives the program settings that it takes', () => {
    for (const [name, roles] of [
      ['gateway-1', ['gateway']],
      ['gateway-2', ['gateway']],
      ['projector', ['projector']],
    ] as const) {
      const settings = readSettings(service(name).environment ?? {});
      expect(settings.roles).toEqual(roles);
      expect(settings.secret).toBe(filledIn['DOCKET_SECRET']);
      expect(settings.eventStore?.url).toContain('eventstore:2113');
      expect(settings.documentStore).toMatchObject({ database: 'docket' });
    }
  });

  it('knows the health of each service, and starts Docket when both servers are well', () => {
    for (const { healthcheck } of Object.values(file.services)) expect(healthcheck?.test.length).toBeGreaterThan(1);
    for (const name of DOCKETS)
      expect(service(name).depends_on).toEqual({ eventstore: { condition: 'service_healthy' }, mongodb: { condition: 'service_healthy' } });
  });

  it('keeps the data of the servers in named volumes', () => {
    const mounted = ['eventstore', 'mongodb'].flatMap((name) => service(name).volumes ?? []).map((volume) => volume.split(':')[0]);
    expect(mounted.sort()).toEqual(Object.keys(file.volumes).sort());
    expect(mounted).toEqual(expect.arrayContaining(['eventstore-data', 'mongodb-data']));
  });

  it('opens no port of a server, and those of the gateways to this machine alone', () => {
    expect(file.networks['stores']).toEqual({ internal: true });
    for (const name of ['eventstore', 'mongodb', 'projector']) {
      expect(service(name).ports).toBeUndefined();
      expect(service(name).networks).toEqual(['stores']);
    }
    const ports = ['gateway-1', 'gateway-2'].flatMap((name) => service(name).ports ?? []);
    expect(ports).toEqual(['127.0.0.1:3000:3000', '127.0.0.1:3001:3000']);
  });
});
