import { createHash } from 'node:crypto';
import type { PageEnd } from '@docket/document-store';
import { CURSOR_LENGTH_MAX } from './limits.js';
import { InvalidCursor, type ListQuery } from './read-models.js';

/** What a cursor holds: the build that it pins, the place where the page before ended, and a digest by which a cursor that was changed, or that
 *  belongs to another list, is known. It is no secret: whoever makes one up gets a page of a list that they may read anyway. */
export interface Cursor {
  readonly build: string;
  readonly place: PageEnd;
  readonly digest: string;
}

/** Which list a cursor belongs to. */
export interface ListIdentity {
  readonly projection: string;
  readonly collection: string;
  readonly query: ListQuery;
}

export const writeCursor = (list: ListIdentity, build: string, place: PageEnd): string =>
  Buffer.from(JSON.stringify([build, place.value, place.id, digestOf(list, build, place)])).toString('base64url');

/** Fails with InvalidCursor where the text is no cursor. Whether it belongs to a list: `checkCursor`. */
export const readCursor = (text: string): Cursor => {
  const parts = text.length <= CURSOR_LENGTH_MAX ? parse(text) : undefined;
  if (!Array.isArray(parts) || parts.length !== 4) throw malformed();
  const [build, value, id, digest] = parts as readonly unknown[];
  if (typeof build !== 'string' || typeof id !== 'string' || typeof digest !== 'string') throw malformed();
  if (typeof value !== 'string' && typeof value !== 'number') throw malformed();
  return { build, place: { value, id }, digest };
};

/** Fails with InvalidCursor where the cursor is of another list, or was changed. */
export const checkCursor = ({ build, place, digest }: Cursor, list: ListIdentity): void => {
  if (digest !== digestOf(list, build, place)) throw foreignCursor();
};

/** A list that is one stream of the log, from its first event on. */
const streamList = (stream: string): ListIdentity => ({ projection: '', collection: stream, query: { order: 'revision' } });
/** Its cursors pin no build: events stay as they are. */
const NO_BUILD = '';

/** The cursor of a list that is one stream of the log; the next page begins with this revision. */
export const writeStreamCursor = (stream: string, revision: number): string =>
  writeCursor(streamList(stream), NO_BUILD, { value: revision, id: '' });

/** The revision with which the next page begins. Fails with InvalidCursor where the text is no cursor of this stream's list. */
export const readStreamCursor = (stream: string, text: string): number => {
  const cursor = readCursor(text);
  checkCursor(cursor, streamList(stream));
  const { value } = cursor.place;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed();
  return value;
};

/** It is a cursor, but of another list; or it was changed. */
export const foreignCursor = (): InvalidCursor => new InvalidCursor('the cursor does not belong to this list');

const malformed = (): InvalidCursor => new InvalidCursor('the cursor is malformed');

const parse = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** Terms are sets: in whatever order they are asked for, the list is the same. */
const digestOf = ({ projection, collection, query }: ListIdentity, build: string, place: PageEnd): string => {
  const { all = [], any = [], none = [], order, direction = 'ascending', range = {} } = query;
  const groups = any.map((group) => JSON.stringify([...group].sort())).sort();
  const whole = [projection, collection, [...all].sort(), groups, [...none].sort(), order, direction, range.from, range.to];
  return createHash('sha256')
    .update(JSON.stringify([...whole, build, place.value, place.id]))
    .digest('base64url')
    .slice(0, 22);
};
