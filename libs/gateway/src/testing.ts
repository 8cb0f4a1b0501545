export * from './testing/server-in-memory.js';
