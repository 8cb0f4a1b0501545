export * from './capability.js';
export * from './operation.js';
export * from './limits.js';
export * from './list-query.js';
export * from './document-answer.js';
export * from './json-text.js';
export { InvalidInput, inputReader, type InputReader } from './validation/input-reader.js';
export { Nullable } from './validation/nullable.js';
