export * from './capability.js';
export * from './operation.js';
