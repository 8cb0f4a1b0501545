export * from './contract/document-store-contract.js';
export type { OpenStore, StoreUnderTest } from './contract/fixtures.js';
export * from './memory/memory-document-store.js';
