import { isIP } from 'node:net';
import { wrong } from './server-settings.js';

/** Words for networks: of this machine alone, and those that are nobody's on the Internet (RFC 1918, RFC 4193). */
const NETWORK_WORDS = ['loopback', 'uniquelocal'];
const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/** An address, or a network: `10.0.0.0/8`. All addresses are no network here: whoever trusts everybody believes every lie. */
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= ADDRESS_BITS[version as 4 | 6]);
};

export const trustedProxies = (text: string): readonly string[] => {
  const proxies = text.split(',').map((part) => part.trim());
  const unknown = proxies.find((proxy) => !NETWORK_WORDS.includes(proxy) && !isNetwork(proxy));
  if (unknown !== undefined)
    throw wrong(
      'TRUSTED_PROXIES',
      `"${unknown}" is no address and no network: give 10.0.0.5, 10.0.0.0/8, ${NETWORK_WORDS.join(', ')} or several of them, separated by commas`,
    );
  return proxies;
};

/** Requests a minute that a limit may be set to. */
export const REQUESTS_PER_MINUTE_MAX = 1_000_000;

/** 0: no limit. */
export const requestsPerMinute =
  (setting: string) =>
  (text: string): number => {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= REQUESTS_PER_MINUTE_MAX))
      throw wrong(setting, `"${text}" is no number of requests a minute: give one from 0 to ${REQUESTS_PER_MINUTE_MAX} (0: no limit)`);
    return value;
  };
