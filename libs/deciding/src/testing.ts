export * from './testing/given.js';
