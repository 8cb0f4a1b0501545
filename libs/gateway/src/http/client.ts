import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { isIPv4 } from 'node:net';

/** IPv6 hosts have whole networks of addresses: the network counts as one, by its first four groups. */
const NETWORK_GROUPS = 4;
/** Where nobody could say where from; all of it counts as one. */
const NOWHERE = 'unknown';
/** Some proxies say the port too: `192.0.2.1:5678`, `[2001:db8::1]:5678`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/** Where a request comes from, as limits count it: an IPv4 address, or the network of an IPv6 one. */
export const addressOf = (said: string | undefined): string => {
  // Nearly all are: the rest costs some microseconds.
  if (said !== undefined && isIPv4(said)) return said;
  const [, inBrackets, beforePort] = WITH_PORT.exec(said ?? '') ?? [];
  const ip = inBrackets ?? beforePort ?? said;
  if (ip === undefined || !ipaddr.isValid(ip)) return NOWHERE;
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  const groups = address.parts.slice(0, NETWORK_GROUPS);
  return groups.map((group) => group.toString(16)).join(':');
};

/** Behind a trusted proxy it is the address that the proxy says, else the one that the connection comes from. */
export const clientAddress = (request: FastifyRequest): string => addressOf(request.ip);

/** Did the client send it over TLS, as a trusted proxy says? Docket itself has no TLS. */
export const isOverTls = (request: Pick<FastifyRequest, 'protocol'>): boolean => request.protocol === 'https';
