import { sortableName } from '@docket/deciding';
import { fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { evolveCustomer, customerEvents, customerFold, isJoined } from '../domain/customer.js';
import type { Customer, CustomerEvent } from '../domain/customer.js';

/** One row a customer: its state. An address that was joined to a customer has none; nothing names it by its id. */
export const customers: Projection<Customer, CustomerEvent> = {
  name: 'customers',
  version: `${customerFold.version}`,
  rows: {
    name: 'customers',
    terms: (customer) => customerTerms(customer).filter(fitsTerm),
    orders: { name: { by: ({ name, email }) => sortableName(name ?? email ?? '') } },
  },
  events: customerEvents.map(({ type }) => type),
  key: ({ type, stream }) => (type === 'CustomerJoined' ? undefined : subjectIdOf(stream)),
  fold: (row, event) => {
    const state = evolveCustomer(row, event);
    return isJoined(state) ? undefined : state;
  },
};

const customerTerms = ({ email, externalRef }: Customer): readonly string[] => [
  ...(email === undefined ? [] : [customerEmailTerm(email)]),
  ...(externalRef ? [externalRefTerm(externalRef)] : []),
];

export const customerEmailTerm = (email: string): string => `email:${email}`;
