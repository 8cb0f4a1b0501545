import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson, digestOf } from '@docket/event-store';

interface Vector {
  readonly name: string;
  readonly event: Parameters<typeof digestOf>[0];
  readonly canonical: string;
  readonly digest: string;
}

const STREAM = 'ticket-0192f0c1-7b3a-7c4e-9f00-000000000001';
const created = (revision: number): Vector['event'] => ({
  stream: STREAM,
  revision,
  id: '6f1d2c3b-4a59-5e68-8777-000000000001',
  type: 'TicketCreated',
  data: {
    number: '20240520-003',
    subject: '登录时提示验证码错误',
    description: 'Máy in báo kẹt giấy',
    tags: ['login', 'vpn'],
    customFields: { b: 2, a: 1 },
  },
  metadata: {
    schemaVersion: 1,
    recordedAt: '2024-05-20T06:30:00.000Z',
    occurredAt: '2024-05-20T06:28:00.000Z',
    actor: { kind: 'agent', id: 'a1' },
    via: 'rest',
    commandId: 'c1',
    correlationId: 'r1',
  },
});
const canonicalAt = (revision: number): string =>
  '{"data":{"customFields":{"a":1,"b":2},"description":"Máy in báo kẹt giấy","number":"20240520-003","subject":"登录时提示验证码错误",' +
  '"tags":["login","vpn"]},"id":"6f1d2c3b-4a59-5e68-8777-000000000001","metadata":{"actor":{"id":"a1","kind":"agent"},"commandId":"c1",' +
  '"correlationId":"r1","occurredAt":"2024-05-20T06:28:00.000Z","recordedAt":"2024-05-20T06:30:00.000Z","schemaVersion":1,"via":"rest"},' +
  `"revision":${revision},"stream":"${STREAM}","type":"TicketCreated"}`;

/** From two other implementations: two of the vectors that stand beside the repository, where they are. */
const ours: readonly Vector[] = [
  {
    name: 'a ticket in three scripts',
    event: created(0),
    canonical: canonicalAt(0),
    digest: '345cdc7c577e0a6dd3971082f7999c7760faadbc3fe2e89dc2979e3008398e91',
  },
  {
    name: 'one revision later',
    event: created(1),
    canonical: canonicalAt(1),
    digest: '0688ccbaa8c8ac45e71299d2952b8ed9b6aa78cab50359ba4c5fbc2c8ec533ee',
  },
];

const file = fileURLToPath(new URL('../../../shared/vectors/digest.json', import.meta.url));
const beside = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[]) : [];

describe('an event has the bytes and the digest that other implementations give it', () => {
  test.each([...ours, ...beside.filter(({ name }) => ours.every((vector) => vector.name !== name))])(
    '$name',
    ({ event, canonical, digest }) => {
      expect(canonicalJson(event)).toBe(canonical);
      expect(digestOf(event)).toBe(digest);
    },
  );
});
