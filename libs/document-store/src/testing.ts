export { VIEW_PIPELINE } from './mongodb/stored.js';
export * from './testing/contract/document-store-contract.js';
export type { OpenStore, StoreUnderTest } from './testing/contract/fixtures.js';
export * from './testing/memory-document-store.js';
