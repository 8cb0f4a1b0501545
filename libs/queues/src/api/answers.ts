import { BOOLEAN, INTEGER, SUBJECT_FIELDS, TEXT, field, listOf, oneOf, optional, record } from '@docket/gateway';
import { TICKET_SORTS } from '@docket/tickets';

const values = optional(listOf(TEXT), 'Alternatives, as in the parameter of the same name of listTickets');

export const queueAnswer = record('Queue', 'A saved filter over all tickets', {
  ...SUBJECT_FIELDS,
  name: field(TEXT, 'Unique among the queues that are not archived'),
  filter: field(
    record('QueueFilter', 'Which tickets: of each field that is there, one of the values', {
      status: values,
      statusCategory: values,
      priority: values,
      assignee: values,
      team: values,
      tag: values,
      type: values,
      category: values,
      requester: values,
      channel: values,
      externalRef: values,
      cf: values,
    }),
    'Which tickets are in it',
  ),
  sort: field(oneOf('TicketSort', TICKET_SORTS), 'Their order'),
  archived: field(BOOLEAN, 'Out of sight'),
  count: optional(INTEGER, 'How many tickets are in it; commands do not count'),
  countIs: optional(
    oneOf('CountIs', ['exact', 'more', 'atLeast']),
    '`more`: there are more than `count`; `atLeast`: counting ended at a cap',
  ),
  countText: optional(TEXT, 'For people: `12`, `1000+`, `≥250`'),
});
