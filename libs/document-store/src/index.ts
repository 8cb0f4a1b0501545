export * from './document-store.js';
export * from './limits.js';
