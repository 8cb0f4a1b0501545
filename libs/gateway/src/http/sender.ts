import proxyAddr from '@fastify/proxy-addr';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

/** Who sent a request that Fastify never sees, in what Fastify's own requests say. */
export type Sender = Pick<FastifyRequest, 'headers' | 'host' | 'protocol'> & {
  /** undefined: the connection has closed. */
  readonly ip: string | undefined;
};

/** The last of several: the proxy that is trusted has added it. */
const lastOf = (header: string | readonly string[] | undefined): string | undefined => {
  const text = typeof header === 'string' ? header : header?.at(-1);
  return text === undefined || text === '' ? undefined : text.slice(text.lastIndexOf(',') + 1).trim();
};

/** Docket itself has no TLS. What a proxy says of the client counts where the proxy is trusted. */
export const senderBehind = (trustedProxies: readonly string[]): ((request: IncomingMessage) => Sender) => {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return (request) => {
    const { headers, socket } = request;
    const { host = '' } = headers;
    const near = socket.remoteAddress;
    if (near === undefined || !isTrusted(near, 0)) return { headers, ip: near, host, protocol: 'http' };
    return {
      headers,
      ip: proxyAddr(request, isTrusted),
      host: lastOf(headers['x-forwarded-host']) ?? host,
      protocol: lastOf(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http',
    };
  };
};
