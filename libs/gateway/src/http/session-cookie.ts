import type { FastifyRequest } from 'fastify';
import { isOverTls } from './client.js';

const NAME = 'docket_session';
/** Over TLS: a browser takes this name only from a secure origin, for its whole host and for no other. The other name is not read there: a page of a
 *  neighbouring host could have set it. */
const SECURE_NAME = `__Host-${NAME}`;

/** Set-Cookie for a session that began or ended. Scripts don't see it (HttpOnly), and no other site's page sends it (SameSite=Strict). */
export const sessionCookie = (session: { readonly token: string; readonly expiresAt: string } | 'ended', secure: boolean): string => {
  const [value, expires] = session === 'ended' ? ['', new Date(0)] : [session.token, new Date(session.expiresAt)];
  const name = secure ? SECURE_NAME : NAME;
  return `${name}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
};

const tokenNamed = (name: string): RegExp => new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]+)`);
const TOKEN = tokenNamed(NAME);
const SECURE_TOKEN = tokenNamed(SECURE_NAME);

/** What a request proves who sends it by, as an `Authorization` header has it: that header, else the session's cookie. */
export const credentialIn = (request: Pick<FastifyRequest, 'headers' | 'protocol'>): string | undefined => {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined || cookie === undefined) return authorization;
  const [, token] = (isOverTls(request) ? SECURE_TOKEN : TOKEN).exec(cookie) ?? [];
  return token === undefined ? undefined : `Bearer ${token}`;
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Was a request that changes something sent by a browser with the cookie, but not from a page of this origin? */
export const isForged = (request: Pick<FastifyRequest, 'method' | 'headers' | 'host' | 'protocol'>): boolean =>
  !SAFE_METHODS.has(request.method) && isFromElsewhere(request);

/** Was it sent with the cookie, but not from a page of this origin? SameSite keeps other sites' pages from it; this keeps pages of other hosts and ports of the
 *  same site from it, too. A browser says where a request comes from by Sec-Fetch-Site or, an older one or without TLS, by Origin; a request with the cookie and without
 *  either is not from a browser's page. */
export const isFromElsewhere = (request: Pick<FastifyRequest, 'headers' | 'host' | 'protocol'>): boolean => {
  const { headers } = request;
  if (headers.authorization !== undefined || headers.cookie === undefined) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && !isOwnOrigin(headers.origin, request);
};

/** Without a trusted proxy nobody knows whether the page was fetched over TLS. */
const isOwnOrigin = (origin: string, request: Pick<FastifyRequest, 'host' | 'protocol'>): boolean => {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return host === request.host && (protocol === 'https:' || !isOverTls(request));
};
