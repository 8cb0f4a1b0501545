import { BOOLEAN, IDENTIFIER, SUBJECT_FIELDS, TEXT, field, listOf, optional, page, record, reference } from '@docket/gateway';

export const externalRefAnswer = record('ExternalRef', 'Where something is known elsewhere', {
  system: field(TEXT, 'The other system: `servicenow`'),
  id: field(TEXT, 'Its id there'),
});

const externalRef = optional(externalRefAnswer, 'Where it is known elsewhere');

export const agentAnswer = record('Agent', 'Who works on tickets', {
  ...SUBJECT_FIELDS,
  name: optional(TEXT, 'Hidden from analysts'),
  login: optional(TEXT, 'By what the agent is known; unique. One signs in by the login of the account'),
  email: optional(TEXT, 'The e-mail address'),
  active: field(BOOLEAN, 'An inactive agent keeps what is assigned, and is assigned nothing more'),
  externalRef,
});

export const teamAnswer = record('Team', 'Agents who share work', {
  ...SUBJECT_FIELDS,
  name: field(TEXT, 'Unique'),
  members: field(listOf(IDENTIFIER), 'Ids of its agents, in the order in which they joined'),
  externalRef,
});

const known = {
  name: optional(TEXT, 'The name'),
  email: optional(TEXT, 'The e-mail address'),
  phone: optional(TEXT, 'The telephone number'),
  department: optional(TEXT, 'The department'),
};

/** What a ticket shows of its requester. */
export const customerCardAnswer = record('Requester', 'Who asks, as a ticket shows it', {
  id: field(IDENTIFIER, 'The customer’s id'),
  ...known,
});

export const customerAnswer = record('Customer', 'Somebody who asks', {
  ...SUBJECT_FIELDS,
  ...known,
  formerEmails: optional(listOf(TEXT), 'Addresses that were the customer’s and still lead there, the oldest first'),
  externalRef,
  tickets: optional(page(reference('Ticket')), 'The first page of the customer’s tickets, the latest change first'),
});
