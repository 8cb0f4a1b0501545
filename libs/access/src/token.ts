import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { TOKEN_LENGTH_MAX, TOKEN_SECRET_BYTES } from './limits.js';

/** Every token begins so: scanners of repositories and people recognise it. */
const PREFIX = 'docket_';
const TOKEN = /^docket_([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/;

/** A new token: it says which stream knows it, and holds 256 bits that nobody can guess. Only its hash is kept. */
export const newToken = (id: string): string =>
  `${PREFIX}${id.replaceAll('-', '')}_${randomBytes(TOKEN_SECRET_BYTES).toString('base64url')}`;

/** SHA-256 of the token's text, in hex. It needs no salt and no slow hash: what it hides is random, not chosen by a person. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The id of the stream that knows the token; undefined: it is not of the form that Docket gives. */
export const tokenId = (token: string): string | undefined => {
  const [, id] = TOKEN.exec(token) ?? [];
  return id?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** Compares two hashes in a time that says nothing of where they differ. */
export const sameHash = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

/** The token in an `Authorization` header; undefined: there is none. */
export const bearerToken = (authorization: string | undefined): string | undefined => {
  if (authorization === undefined || authorization.length > TOKEN_LENGTH_MAX) return undefined;
  return BEARER.exec(authorization)?.[1];
};
