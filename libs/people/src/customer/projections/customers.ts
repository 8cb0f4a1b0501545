import { sortableName } from '@docket/deciding';
import { TERMS_MAX, fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { externalRefField } from '../../external-ref-field.js';
import { addressesOf, evolveCustomer, customerEvents, customerFold, isJoined } from '../domain/customer.js';
import type { Customer, CustomerEvent } from '../domain/customer.js';

const customerFields: Fields<Customer> = {
  ...streamFields,
  name: { type: 'string', meaning: 'The name', example: 'Kim Berger' },
  email: { type: 'string', meaning: 'The address, normalised', example: 'kim@example.org' },
  formerEmails: { type: 'strings', meaning: 'Addresses that were the customer’s, the oldest first', example: ['k.b@example.org'] },
  phone: { type: 'string', meaning: 'The telephone number', example: '+43 1 5550100' },
  department: { type: 'string', meaning: 'The department', example: 'Shipping' },
  externalRef: externalRefField,
};

/** One row a customer: its state. An address that was joined to a customer has none; nothing names it by its id. */
export const customers: Projection<Customer, CustomerEvent> = {
  name: 'customers',
  version: `${customerFold.version}`,
  rows: {
    name: 'customers',
    meaning: 'Who asks.',
    fields: customerFields,
    terms: (customer) => customerTerms(customer).filter(fitsTerm).slice(0, TERMS_MAX),
    orders: { name: { by: ({ name, email }) => sortableName(name ?? email ?? '') } },
  },
  events: customerEvents.map(({ type }) => type),
  key: ({ type, stream }) => (type === 'CustomerJoined' ? undefined : subjectIdOf(stream)),
  fold: (row, event) => {
    const state = evolveCustomer(row, event);
    return isJoined(state) ? undefined : state;
  },
};

/** The present address first: of very many, the oldest ones find nobody. */
const customerTerms = (customer: Customer): readonly string[] => [
  ...(customer.externalRef ? [externalRefTerm(customer.externalRef)] : []),
  ...[...addressesOf(customer)].reverse().map(customerEmailTerm),
];

export const customerEmailTerm = (email: string): string => `email:${email}`;
