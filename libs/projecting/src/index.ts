export * from './projection.js';
export * from './read-models.js';
