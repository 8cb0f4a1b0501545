import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { PASSWORDS_AT_ONCE_MAX, PASSWORDS_WAITING_MAX } from '../limits.js';
import { Turns } from './turns.js';

/** What a hash costs: `N` in powers of two; memory is 128 · N · r bytes. */
interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Costs by the version that a stored verifier begins with. To raise them, add a version: verifiers of older ones are still checked, and replaced when their
 *  owner signs in next. Version 1: OWASP's scrypt recommendation with 32 MiB (Password Storage Cheat Sheet). */
const COSTS: Readonly<Record<string, Cost>> = { s1: { N: 2 ** 15, r: 8, p: 3 } };
const VERSION = 's1';

const SALT_BYTES = 16;
const KEY_BYTES = 32;

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** In the threads of libuv, few at a time: they take memory, and those threads read files, too. */
const turns = new Turns(PASSWORDS_AT_ONCE_MAX, PASSWORDS_WAITING_MAX);

// Two ways to type the same character are the same password.
const bytesOf = (password: string): string => password.normalize('NFKC');

const keyOf = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  turns.take(() => derive(bytesOf(password), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }));

const costOf = (version: string): Cost => {
  const cost = COSTS[version];
  if (!cost) throw new Error(`a password is kept in a way that this program does not know: ${version}`);
  return cost;
};

/** What a password is checked by, `version$salt$key`, to be kept outside the log. Fails with TooManyWaiting. */
export const verifierOf = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(password, salt, costOf(VERSION));
  return [VERSION, salt.toString('base64url'), key.toString('base64url')].join('$');
};

/** Nobody's: whoever gives a login that is not there waits as long as somebody with a wrong password. */
const NOBODYS = [VERSION, Buffer.alloc(SALT_BYTES).toString('base64url'), Buffer.alloc(KEY_BYTES).toString('base64url')].join('$');

/** Is it the password? The same work without a verifier. Fails with TooManyWaiting. */
export const isPassword = async (password: string, verifier: string | undefined): Promise<boolean> => {
  const [version = '', salt = '', key = ''] = (verifier ?? NOBODYS).split('$');
  const derived = await keyOf(password, Buffer.from(salt, 'base64url'), costOf(version));
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && verifier !== undefined;
};

/** Was it made by costs that have been raised since? */
export const isOutdated = (verifier: string): boolean => !verifier.startsWith(`${VERSION}$`);
