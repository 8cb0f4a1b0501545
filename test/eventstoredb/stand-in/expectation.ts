import { type ProposedEvent } from './record.js';
import { type Stream } from './stream.js';

/** What a client expects of a stream: the revision of its newest event, or one of the three words. */
export type Expectation = bigint | 'any' | 'no_stream' | 'stream_exists';

/** What becomes of an append: written, answered as the one that stood there before, or refused. */
export type Decision =
  { readonly kind: 'write' } | { readonly kind: 'repeated'; readonly lastRevision: bigint } | { readonly kind: 'wrong' };

const WRITE: Decision = { kind: 'write' };
const WRONG: Decision = { kind: 'wrong' };

/** Under a revision that is past: the same events in the same places are a repetition, anything else is a conflict. */
const repeatedAfter = (stream: Stream, revision: bigint, events: readonly ProposedEvent[]): Decision => {
  const same = events.every(({ id }, i) => stream.records[Number(revision) + 1 + i]?.id === id);
  return same ? { kind: 'repeated', lastRevision: revision + BigInt(events.length) } : WRONG;
};

/** Under ANY: an unknown first id is a new append; known ids in the order of their revisions are a repetition, whatever stands between them; a mixture
 *  is a conflict. */
const repeatedAnywhere = (stream: Stream, events: readonly ProposedEvent[]): Decision => {
  const [first, ...others] = events.map(({ id }) => stream.revisionOf(id));
  if (first === undefined) return WRITE;
  let lastRevision = first;
  for (const revision of others) {
    if (revision === undefined || revision <= lastRevision) return WRONG;
    lastRevision = revision;
  }
  return { kind: 'repeated', lastRevision };
};

/** Decides an append as the server does, repetitions included. Decides nothing about size and deleted streams. */
export const decide = (stream: Stream, expected: Expectation, events: readonly ProposedEvent[]): Decision => {
  if (expected === 'stream_exists' && stream.empty) return WRONG;
  if (expected === 'any' || expected === 'stream_exists') return repeatedAnywhere(stream, events);
  if (expected === 'no_stream' && stream.empty) return WRITE;
  const revision = expected === 'no_stream' ? -1n : expected;
  if (revision > stream.lastRevision) return WRONG;
  // The current revision is a new append, whatever its ids are.
  return revision === stream.lastRevision ? WRITE : repeatedAfter(stream, revision, events);
};
