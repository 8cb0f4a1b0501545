export * from './domain/workflow.js';
