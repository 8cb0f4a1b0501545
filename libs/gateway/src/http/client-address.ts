import type { FastifyRequest } from 'fastify';

/** IPv6 hosts have whole networks of addresses: the network counts as one, by its first four groups. */
const NETWORK_GROUPS = 4;

const expanded = (address: string): readonly string[] => {
  const [head = '', tail = ''] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const gap = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0;
  return [...front, ...Array.from({ length: gap }, () => '0'), ...back];
};

/** Where a request comes from, as limits count it: an IPv4 address, or the network of an IPv6 one. Behind trusted proxies it is what they say. */
export const addressOf = (ip: string): string => {
  if (ip.startsWith('::ffff:') && ip.includes('.')) return ip.slice('::ffff:'.length);
  return ip.includes(':') ? expanded(ip).slice(0, NETWORK_GROUPS).join(':') : ip;
};

export const clientAddress = (request: FastifyRequest): string => addressOf(request.ip);
