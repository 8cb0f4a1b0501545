import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'docket_session';
/** Over TLS: a browser takes this name only from a secure origin, for its whole host and for no other. */
const SECURE_NAME = `__Host-${NAME}`;

/** Set-Cookie for a session that began or ended. Scripts don't see it (HttpOnly), and no other site's page sends it (SameSite=Strict). */
export const sessionCookie = (session: { readonly token: string; readonly expiresAt: string } | 'ended', secure: boolean): string => {
  const [value, expires] = session === 'ended' ? ['', new Date(0)] : [session.token, new Date(session.expiresAt)];
  const name = secure ? SECURE_NAME : NAME;
  return `${name}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
};

const COOKIE = new RegExp(`(?:^|;\\s*)(?:${SECURE_NAME}|${NAME})=([A-Za-z0-9_-]+)`);

/** What a request proves who sends it by, as an `Authorization` header has it: that header, else the session's cookie. */
export const credentialIn = ({ authorization, cookie }: IncomingHttpHeaders): string | undefined => {
  if (authorization !== undefined || cookie === undefined) return authorization;
  const [, token] = COOKIE.exec(cookie) ?? [];
  return token === undefined ? undefined : `Bearer ${token}`;
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Was a request that changes something sent by a browser with the cookie, but not from a page of this origin? SameSite keeps other sites' pages from it; this
 *  keeps pages of other hosts and ports of the same site from it, too. A browser says where a request comes from by Sec-Fetch-Site or, an older one, by
 *  Origin; a request with the cookie and without either is not from a browser's page. */
export const isForged = (method: string, headers: IncomingHttpHeaders): boolean => {
  if (SAFE_METHODS.has(method) || headers.authorization !== undefined || headers.cookie === undefined) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
};
