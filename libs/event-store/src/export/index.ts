export * from './export-format.js';
export * from './export-log.js';
export * from './lines-of.js';
export * from './log-export.js';
