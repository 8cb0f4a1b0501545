import { canonicalJson } from './canonical.js';
import { canonicalParts, type CanonicalParts } from './digest.js';
import type { NewEvent } from './event.js';
import type { ExpectedRevision, ReadStreamOptions } from './event-store.js';
import { InvalidEvent, InvalidRead, TooLarge } from './failures.js';
import {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  EVENT_BYTES_MAX,
  EVENT_TYPE_BYTES_MAX,
  READ_PAGE_EVENTS_MAX,
  STREAM_NAME_BYTES_MAX,
} from './limits.js';

/** What every adapter refuses, and how: the rules of the port, written once. */

/** An event as an adapter stores it, as soon as its revision is known (`canonicalEvent`). */
export interface EncodedEvent extends CanonicalParts {
  readonly id: string;
}

/** In lower case, as servers give it back: the id is part of the digest. The nil UUID is none: EventStoreDB takes it for absent. */
const uuid = /^(?!00000000-0000-0000-0000-000000000000)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** UTF-8 takes at most three bytes for one UTF-16 unit, so short texts need no measuring. */
const checkName = (field: string, name: string, bytesMax: number): void => {
  if (typeof name !== 'string') throw new InvalidEvent(field, 'is not a string');
  if (name === '') throw new InvalidEvent(field, 'is empty');
  if (name.charCodeAt(0) === 36) throw new InvalidEvent(field, 'begins with $, which EventStoreDB keeps for itself');
  if (!name.isWellFormed()) throw new InvalidEvent(field, 'holds half of a surrogate pair');
  if (name.length * 3 <= bytesMax) return;
  const bytes = Buffer.byteLength(name);
  if (bytes > bytesMax) throw new TooLarge(field, bytes, bytesMax);
};

/** Fails with InvalidEvent or TooLarge for what cannot be a stream's name. */
export const checkStreamName = (stream: string): void => checkName('stream', stream, STREAM_NAME_BYTES_MAX);

const checkExpected = (expected: ExpectedRevision): void => {
  if (expected === 'any' || expected === 'none') return;
  if (!Number.isSafeInteger(expected) || expected < 0) throw new InvalidEvent('expected', 'is neither a revision nor none nor any');
};

const checkObject = (field: string, value: object): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidEvent(field, 'is not an object');
};

const encodeEvent = (event: NewEvent, index: number, stream: string): EncodedEvent => {
  const { id, type, data, metadata } = event;
  if (typeof id !== 'string' || !uuid.test(id)) throw new InvalidEvent(`events[${index}].id`, 'is not a UUID in lower case');
  checkName(`events[${index}].type`, type, EVENT_TYPE_BYTES_MAX);
  checkObject(`events[${index}].data`, data);
  checkObject(`events[${index}].metadata`, metadata);
  const { before, behind } = canonicalParts(
    id,
    type,
    canonicalJson(data, `events[${index}].data`),
    canonicalJson(metadata, `events[${index}].metadata`),
    stream,
  );
  return { id, before, behind };
};

/** Bytes of the canonical form with a revision of one digit. */
const bytesOf = ({ before, behind }: EncodedEvent): number => Buffer.byteLength(before) + 1 + Buffer.byteLength(behind);

const checkSizes = (events: readonly EncodedEvent[]): void => {
  let atMost = 0;
  // UTF-8 takes at most three bytes for one UTF-16 unit.
  for (const { before, behind } of events) atMost += 3 * (before.length + 1 + behind.length);
  if (atMost <= EVENT_BYTES_MAX) return;
  let sum = 0;
  for (const [index, event] of events.entries()) {
    const bytes = bytesOf(event);
    if (bytes > EVENT_BYTES_MAX) throw new TooLarge(`events[${index}]`, bytes, EVENT_BYTES_MAX);
    sum += bytes;
  }
  if (sum > APPEND_BYTES_MAX) throw new TooLarge('bytes of events', sum, APPEND_BYTES_MAX);
};

/** Checks all that can be checked of an append before a store is asked, and gives its events as they are stored.
 *  Fails with InvalidEvent or TooLarge, which name the field. */
export const encodeAppend = (stream: string, events: readonly NewEvent[], expected: ExpectedRevision): readonly EncodedEvent[] => {
  checkStreamName(stream);
  checkExpected(expected);
  if (events.length > APPEND_EVENTS_MAX) throw new TooLarge('events', events.length, APPEND_EVENTS_MAX);
  const encoded = events.map((event, index) => encodeEvent(event, index, stream));
  if (encoded.length > 1 && new Set(encoded.map(({ id }) => id)).size < encoded.length)
    throw new InvalidEvent('events', 'two of one append have the same id');
  checkSizes(encoded);
  return encoded;
};

/** The size of a page. Fails with InvalidRead or TooLarge. */
export const pageSize = (maxCount: number = READ_PAGE_EVENTS_MAX): number => {
  if (!Number.isInteger(maxCount) || maxCount < 1) throw new InvalidRead('maxCount', 'is not a whole number from 1 on');
  if (maxCount > READ_PAGE_EVENTS_MAX) throw new TooLarge('maxCount', maxCount, READ_PAGE_EVENTS_MAX);
  return maxCount;
};

/** Fails with InvalidRead for a place to read from that no stream can have. */
export const checkFromRevision = (from: ReadStreamOptions['fromRevision']): void => {
  if (from !== undefined && (!Number.isSafeInteger(from) || from < 0)) throw new InvalidRead('fromRevision', 'is not a revision');
};
