import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { TOKEN_LENGTH_MAX, TOKEN_SECRET_BYTES } from './limits.js';

/** What somebody proves who they are by. */
export interface Credential {
  /** `token`: made for a program; `session`: somebody has signed in. */
  readonly kind: 'token' | 'session';
  /** Of the stream that knows it. */
  readonly id: string;
}

/** Every token begins so: scanners of repositories and people recognise it. */
const PREFIXES = { token: 'docket_', session: 'docket_session_' } as const;
const TOKEN = /^docket_(session_)?([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/;

/** 256 bits that nobody can guess. */
export const newSecret = (): string => randomBytes(TOKEN_SECRET_BYTES).toString('base64url');

/** The token of a credential: it says which stream knows it, and holds the secret. Only its hash is kept. */
export const tokenOf = ({ kind, id }: Credential, secret: string): string => `${PREFIXES[kind]}${id.replaceAll('-', '')}_${secret}`;

/** SHA-256 of the token's text, in hex. It needs no salt and no slow hash: what it hides is random, not chosen by a person. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The credential that a token is of; undefined: it is not of the form that Docket gives. */
export const credentialOf = (token: string): Credential | undefined => {
  const [, session, hex] = TOKEN.exec(token) ?? [];
  const id = hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return id === undefined ? undefined : { kind: session === undefined ? 'token' : 'session', id };
};

/** Compares two hashes in a time that says nothing of where they differ. */
export const sameHash = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

/** The token in an `Authorization` header; undefined: there is none. */
export const bearerToken = (authorization: string | undefined): string | undefined => {
  if (authorization === undefined || authorization.length > TOKEN_LENGTH_MAX) return undefined;
  return BEARER.exec(authorization)?.[1];
};
