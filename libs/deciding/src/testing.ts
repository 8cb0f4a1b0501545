export * from './testing/given.js';
export * from './testing/log-in-memory.js';
