export * from './assign-ticket.js';
export * from './change-ticket-field.js';
export * from './change-ticket-status.js';
export * from './comment-on-ticket.js';
export * from './create-ticket.js';
export * from './triage-ticket.js';
