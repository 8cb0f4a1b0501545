export type * from './domain/events.js';
export { ticketEventTypes } from './domain/events.js';
export * from './domain/limits.js';
export { DEFAULT_PRIORITY, PRIORITIES, levelOf, type Level, type LevelInput, type Priority } from './domain/priority.js';
export { byMatrix, type Assessment } from './domain/triage.js';
export { tooManyValues } from './domain/filter.js';
export { numberSeries } from './domain/number.js';
export type { Ticket } from './domain/ticket.js';
export * from './domain/vocabulary.js';
