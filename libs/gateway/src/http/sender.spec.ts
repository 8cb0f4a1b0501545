import type { IncomingMessage } from 'node:http';
import { senderBehind } from './sender.js';

const PROXY = '192.0.2.10';
const said = {
  host: 'gateway:3000',
  'x-forwarded-for': '203.0.113.1, 198.51.100.7',
  'x-forwarded-proto': 'http, https',
  'x-forwarded-host': 'evil.example, desk.example.com',
};
const request = (headers: object, remoteAddress: string | undefined = PROXY): IncomingMessage =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('the sender of a request that Fastify never sees', () => {
  test('is whom a trusted proxy names, by what it has added last', () => {
    expect(senderBehind([PROXY])(request(said))).toMatchObject({ ip: '198.51.100.7', host: 'desk.example.com', protocol: 'https' });
  });

  test('is the other end of the connection where no proxy is trusted, whatever it says', () => {
    for (const trusted of [[], ['192.0.2.11']])
      expect(senderBehind(trusted)(request(said))).toMatchObject({ ip: PROXY, host: 'gateway:3000', protocol: 'http' });
  });

  test('has asked for the host and come by the way that are said without a proxy’s headers', () => {
    expect(senderBehind([PROXY])(request({ host: 'gateway:3000' }))).toMatchObject({ ip: PROXY, host: 'gateway:3000', protocol: 'http' });
    expect(senderBehind([])(request({}))).toMatchObject({ host: '', protocol: 'http' });
  });

  test('is nobody when the connection has closed', () => {
    const closed = { headers: said, socket: {} } as unknown as IncomingMessage;
    expect(senderBehind([PROXY])(closed)).toMatchObject({ ip: undefined, host: 'gateway:3000', protocol: 'http' });
  });
});
