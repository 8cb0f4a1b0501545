import { InvalidInput } from '../validation/input-reader.js';
import { IDEMPOTENCY_KEY_LENGTH_MAX, REQUEST_ID_LENGTH_MAX } from '../limits.js';

const REVISION = /^"(0|[1-9]\d{0,14})"$/;
/** Visible ASCII. */
const KEY = /^[\x21-\x7e]+$/;
/** What ids are made of; no @, so that no address of a person gets into the log and into events this way. */
const REQUEST_ID = /^[A-Za-z0-9._:/+=-]+$/;

const wrong = (field: string, detail: string): InvalidInput => new InvalidInput([{ field, detail: `${field} ${detail}` }]);

/** The revision that `If-Match` pins a command to; absent or `*`: to none. Throws InvalidInput. */
export const revisionOf = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const [, revision] = REVISION.exec(ifMatch) ?? [];
  if (revision === undefined) throw wrong('If-Match', 'must be a revision in quotes, as ETag gives it: "3"');
  return Number(revision);
};

export const etagOf = (revision: number): string => `"${revision}"`;

/** The key that makes a command safe to repeat; `field`: what it is called where it was given. Throws InvalidInput. */
export const idempotencyKeyOf = (key: string | string[] | undefined, field = 'Idempotency-Key'): string | undefined => {
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key) || key.length > IDEMPOTENCY_KEY_LENGTH_MAX)
    throw wrong(field, `must be 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters`);
  return key;
};

/** Programs of Docket's own that come by this interface. */
const VIA: ReadonlySet<string> = new Set(['cli']);

/** The road by which a command comes, where a program of Docket's own says that it stands between. Throws InvalidInput. */
export const viaOf = (header: string | string[] | undefined): string => {
  if (header === undefined) return 'rest';
  if (typeof header !== 'string' || !VIA.has(header)) throw wrong('Docket-Via', `must be ${[...VIA].join(' or ')}, or not be there`);
  return header;
};

/** The caller's request id, where it is one that can stand in a log; undefined: make one. */
export const saneRequestId = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && header.length <= REQUEST_ID_LENGTH_MAX && REQUEST_ID.test(header) ? header : undefined;
