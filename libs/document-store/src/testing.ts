export * from './memory/memory-document-store.js';
