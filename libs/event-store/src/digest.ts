import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { StreamEvent } from './event.js';

/** The canonical bytes of an event but for its revision, which an append does not know yet: what stands before it and what behind. */
export interface CanonicalParts {
  readonly before: string;
  readonly behind: string;
}

/** `data` and `metadata` are canonical JSON already. */
export const canonicalParts = (id: string, type: string, data: string, metadata: string, stream: string): CanonicalParts => ({
  before: `{"data":${data},"id":"${id}","metadata":${metadata},"revision":`,
  behind: `,"stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)}}`,
});

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** The leaf hash of RFC 6962 in hex: SHA-256 of a zero byte and the UTF-8 bytes of the text. */
export const leafHash = (text: string): string => sha256(`\0${text}`);

/** The bytes of an event that are stored, and their digest: canonical JSON of `{data, id, metadata, revision, stream, type}` and its leaf hash.
 *  The position is no part of it: it belongs to a store, the rest to the history. */
export const canonicalEvent = (
  { before, behind }: CanonicalParts,
  revision: number,
): { readonly bytes: string; readonly digest: string } => {
  // The zero byte first, so that the text is put together once: its bytes are a slice of it.
  const leaf = `\0${before}${revision}${behind}`;
  return { digest: sha256(leaf), bytes: leaf.slice(1) };
};

/** What an event's digest must be: for those who verify a log. */
export const digestOf = ({ id, type, data, metadata, stream, revision }: Omit<StreamEvent, 'position'>): string =>
  canonicalEvent(canonicalParts(id, type, canonicalJson(data, 'data'), canonicalJson(metadata, 'metadata'), stream), revision).digest;
