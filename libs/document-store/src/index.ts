export * from './document-store.js';
export * from './failures.js';
export * from './limits.js';
