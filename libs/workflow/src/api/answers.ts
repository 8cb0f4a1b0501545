import { BOOLEAN, SUBJECT_FIELDS, TEXT, field, listOf, oneOf, optional, record } from '@docket/gateway';
import { STATUS_CATEGORIES } from '../domain/workflow.js';

const status = record('Status', 'A status that tickets may be in', {
  key: field(TEXT, 'What tickets, events and filters carry: `on_hold`'),
  name: field(TEXT, 'What people read'),
  category: field(oneOf('StatusCategory', STATUS_CATEGORIES), 'What kind of status it is'),
  retired: optional(BOOLEAN, 'Nothing moves into it any more'),
});

const moves = record('Moves', 'The moves out of a status', {
  from: field(TEXT, 'The status'),
  to: field(listOf(TEXT), 'The statuses that it may move to'),
});

const rules = {
  initial: field(TEXT, 'The status of a new ticket'),
  moves: field(listOf(moves), 'The moves that are allowed'),
};

export const workflowAnswer = record('Workflow', 'Statuses and the moves between them', {
  ...SUBJECT_FIELDS,
  name: field(TEXT, 'For people'),
  statuses: field(listOf(status), 'Its statuses'),
  ...rules,
  types: field(
    listOf(record('TypeRules', 'Rules for tickets of one type, instead of the workflow’s', { type: field(TEXT, 'The type'), ...rules })),
    'Ticket types with rules of their own',
  ),
});
