export * from './start-worker.js';
export * from './event.js';
export * from './event-store.js';
export * from './event-type.js';
export * from './failures.js';
export * from './limits.js';
export * from './stream-name.js';
