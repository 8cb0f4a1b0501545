export * from './caller.js';
export * from './query-caller.js';
