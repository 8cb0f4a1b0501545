export * from './memory/memory-event-store.js';
