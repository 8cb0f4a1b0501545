import type { Refusals } from '@docket/gateway';

export const ticketRefusals: Refusals = {
  'agent.inactive': { kind: 'unprocessable', meaning: 'The agent is not active.', advice: 'Assign another one, or activate the agent.' },
  'author.required': { kind: 'invalid', meaning: 'Whose words they are is said without an id.', advice: 'Give `author.id`.' },
  'category.invalid': {
    kind: 'invalid',
    meaning: 'The category is no path as a category is.',
    advice: '`detail` says what is wrong with it.',
  },
  'closing.notClosed': { kind: 'invalid', meaning: '`closing` belongs to a closed status only.', advice: 'Leave it out.' },
  'customField.invalid': {
    kind: 'invalid',
    meaning: 'A custom field’s key or value is not of the form that it may have.',
    advice: '`detail` says what is wrong with it.',
  },
  'customField.tooMany': {
    kind: 'invalid',
    meaning: 'The ticket would have more custom fields, or more values in them, than it may.',
    advice: 'Take some away first, by null.',
  },
  'field.notForRequesters': { kind: 'forbidden', meaning: 'Requesters do not say this field.', advice: 'Leave it out.' },
  'filter.tooManyValues': {
    kind: 'invalid',
    meaning: 'A filter names more values than one list can be asked for with.',
    advice: 'Ask several times, with fewer values.',
  },
  'moment.unclear': {
    kind: 'invalid',
    meaning:
      'The ticket as it was is asked for by a revision and a moment at once, by `axis` without a moment, or by an `at` that is none.',
    advice: 'Give `revision`, or `at` and, if you like, `axis`.',
  },
  'occurredAt.beforeCreation': {
    kind: 'invalid',
    meaning: 'It is said to have happened before the ticket was reported.',
    advice: 'Give a later `occurredAt`, or none.',
  },
  'occurredAt.tooEarly': {
    kind: 'invalid',
    meaning: '`occurredAt` lies before anything that a ticket can tell of.',
    advice: 'Give a later `occurredAt`, or none.',
  },
  'problemStartedAt.later': {
    kind: 'invalid',
    meaning: 'A problem starts before it is reported.',
    advice: 'Give an earlier `problemStartedAt.at`, or none.',
  },
  'requester.ambiguous': {
    kind: 'invalid',
    meaning: 'The requester is named by an id and by details.',
    advice: 'Give the id or the details.',
  },
  'requester.incomplete': {
    kind: 'invalid',
    meaning: 'The requester has neither an id nor a name nor an e-mail address.',
    advice: 'Give one of them.',
  },
  'requester.notFound': {
    kind: 'unprocessable',
    meaning: 'There is no such customer.',
    advice: 'Look for the customer among `GET /customers`.',
  },
  'requester.notYou': {
    kind: 'forbidden',
    meaning: 'A requester opens tickets for nobody else.',
    advice: 'Leave the requester empty: `{}`.',
  },
  'resolution.notEnded': { kind: 'invalid', meaning: '`resolution` belongs to a resolved or closed status only.', advice: 'Leave it out.' },
  'status.unknown': {
    kind: 'unprocessable',
    meaning: 'The workflow has no such status.',
    advice: 'Look at the workflow’s statuses: `GET /workflows`.',
  },
  'ticket.closed': { kind: 'conflict', meaning: 'The ticket is closed.', advice: 'Reopen it first, by another status.' },
  'ticket.exists': { kind: 'conflict', meaning: 'There is a ticket of this id.' },
  'ticket.notFound': { kind: 'notFound', meaning: 'There is no such ticket.' },
  'transition.notAllowed': {
    kind: 'conflict',
    meaning: 'The workflow does not lead from the ticket’s status to this one.',
    advice: '`detail` names those that it leads to.',
  },
  'trigger.notReopening': { kind: 'invalid', meaning: '`trigger` belongs to a reopening only.', advice: 'Leave it out.' },
  'until.notInFuture': { kind: 'invalid', meaning: '`until` is not later than the change.', advice: 'Give a later one.' },
  'until.notPaused': { kind: 'invalid', meaning: '`until` belongs to a status that waits.', advice: 'Leave it out.' },
  'value.required': {
    kind: 'invalid',
    meaning: 'Neither a value is given nor null.',
    advice: 'Give a value, or null to take the field away.',
  },
  'visibility.notForRequesters': {
    kind: 'forbidden',
    meaning: 'Requesters write no internal notes.',
    advice: 'Write with `visibility: public`.',
  },
  'waitingOn.notPaused': { kind: 'invalid', meaning: '`waitingOn` belongs to a status that waits.', advice: 'Leave it out.' },
};
