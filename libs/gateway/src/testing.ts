export * from './testing/server-in-memory.js';
export * from './testing/checked-answers.js';
export { InvalidInput, inputReader, type InputReader } from './validation/input-reader.js';
export { parametersReader } from './validation/parameters.js';
