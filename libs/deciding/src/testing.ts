export * from './contract/claim.contract.js';
export type { LogWorld, OpenLogWorld } from './contract/harbour.contract.js';
export * from './contract/repeating.contract.js';
export * from './testing/given.js';
export * from './testing/log-in-memory.js';
