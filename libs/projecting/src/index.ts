export * from './projection.js';
export * from './read-models.js';
export * from './create-read-models.js';
export * from './clock.js';
export * from './limits.js';
export * from './log.js';
export * from './progress.js';
export * from './projector.js';
export { LogMismatch } from './same-log.js';
