import { canonicalJson } from './canonical.js';
import { digestVectors } from './contract/vectors.contract.js';
import { canonicalEvent, canonicalParts, digestOf, leafHash } from './digest.js';

test.each(digestVectors)('$name', ({ event, canonical, digest }) => {
  const { id, type, data, metadata, stream, revision } = event;
  expect(canonicalJson(event)).toBe(canonical);
  const parts = canonicalParts(id, type, canonicalJson(data), canonicalJson(metadata), stream);
  expect(canonicalEvent(parts, revision)).toEqual({ bytes: canonical, digest });
  expect(leafHash(canonical)).toBe(digest);
  expect(digestOf(event)).toBe(digest);
});

test('the leaf hash is that of RFC 6962: of the empty leaf it is the hash of one zero byte', () => {
  expect(leafHash('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
});
