import type { Capability } from './capability.js';
import type { SchemaParts } from './graphql/build-schema.js';

/** All that GraphQL's schema is made of. */
export const partsOf = (capabilities: readonly Capability[]): SchemaParts => ({
  operations: capabilities.flatMap(({ operations }) => operations),
  relations: capabilities.flatMap(({ relations = [] }) => relations),
  subscriptions: capabilities.flatMap(({ subscriptions = [] }) => subscriptions),
});
