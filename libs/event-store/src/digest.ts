import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { StreamEvent } from './event.js';

/** The bytes of an event that are stored and hashed: canonical JSON of `{data, id, metadata, revision, stream, type}`. `data` and `metadata`
 *  are canonical JSON already. The position is no part of it: it belongs to a store, the rest to the history. */
export const canonicalEvent = (id: string, type: string, data: string, metadata: string, stream: string, revision: number): string =>
  `{"data":${data},"id":"${id}","metadata":${metadata},"revision":${revision},"stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)}}`;

/** The leaf hash of RFC 6962 in hex: SHA-256 of a zero byte and the UTF-8 bytes of the text. */
export const leafHash = (text: string): string => hash('sha256', `\0${text}`, 'hex');

/** What an event's digest must be: for those who verify a log. */
export const digestOf = (event: Omit<StreamEvent, 'position'>): string =>
  leafHash(
    canonicalEvent(
      event.id,
      event.type,
      canonicalJson(event.data, 'data'),
      canonicalJson(event.metadata, 'metadata'),
      event.stream,
      event.revision,
    ),
  );
