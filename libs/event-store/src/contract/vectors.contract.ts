import { readFileSync } from 'node:fs';
import type { StreamEvent } from '../event.js';

/** An event, its canonical bytes and its digest. */
export interface DigestVector {
  readonly name: string;
  readonly event: Omit<StreamEvent, 'position'>;
  readonly canonical: string;
  readonly digest: string;
}

/** Made by another program in another language, so that an independent verifier finds the same digests. The numbers and the order of keys
 *  are the examples of RFC 8785. Those of the stream VECTOR_STREAM follow each other from revision 0 on. */
export const digestVectors = JSON.parse(readFileSync(new URL('./digest.vectors.json', import.meta.url), 'utf8')) as readonly DigestVector[];

export const VECTOR_STREAM = 'ticket-018f9c7e-0000-7000-8000-0000000000ff';
