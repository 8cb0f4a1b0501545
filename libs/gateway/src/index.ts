export * from './capability.js';
export * from './operation.js';
export * from './limits.js';
export * from './list-query.js';
export * from './document-answer.js';
export * from './json-text.js';
