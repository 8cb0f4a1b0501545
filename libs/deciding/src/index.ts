export * from './decider.js';
export * from './refusal.js';
export * from './envelope.js';
export * from './subject.js';
export * from './comparable-name.js';
export * from './calendar-day.js';
