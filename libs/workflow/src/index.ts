export * from './domain.js';
export { workflow } from './capability.js';
