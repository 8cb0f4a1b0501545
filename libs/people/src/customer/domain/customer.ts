import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { subjectAfter } from '@docket/deciding';
import type { StreamFold, Subject } from '@docket/deciding';
import { changed } from '../../domain/details.js';
import type { Changes } from '../../domain/details.js';
import type { ExternalRef } from '../../domain/external-ref.js';

/** What is known of who asks. A name or an e-mail address is always there. */
export interface CustomerDetails {
  readonly name?: string;
  /** Normalised. */
  readonly email?: string;
  readonly phone?: string;
  readonly department?: string;
  readonly externalRef?: ExternalRef;
}

export interface Customer extends Subject, CustomerDetails {
  /** Addresses that were the customer's and still lead here, the oldest first. Absent: none. */
  readonly formerEmails?: readonly string[];
}

/** The stream of an address that a customer took on later: it only says whose it is. */
export interface JoinedAddress extends Subject {
  readonly into: string;
}

export type CustomerState = Customer | JoinedAddress;

export type CustomerRegistered = StreamEvent<'CustomerRegistered', CustomerDetails>;
export type CustomerDetailsChanged = StreamEvent<'CustomerDetailsChanged', Changes<CustomerDetails>>;
/** First and last of its stream. */
export type CustomerJoined = StreamEvent<'CustomerJoined', { readonly into: string }>;
export type CustomerEvent = CustomerRegistered | CustomerDetailsChanged | CustomerJoined;

const personal = { personalOf: 'stream' } as const;
const details = { name: personal, email: personal, phone: personal, department: personal, externalRef: personal };

export const customerEvents = [
  eventType<CustomerRegistered['data']>()('CustomerRegistered', 1, details),
  eventType<CustomerDetailsChanged['data']>()('CustomerDetailsChanged', 1, details),
  eventType<CustomerJoined['data']>()('CustomerJoined', 1, { into: 'plain' }),
] as const;

export const isJoined = (state: CustomerState): state is JoinedAddress => 'into' in state;

export const evolveCustomer = (state: CustomerState | undefined, event: CustomerEvent): CustomerState => {
  const subject = subjectAfter(state, event);
  switch (event.type) {
    case 'CustomerRegistered':
    case 'CustomerJoined':
      return { ...subject, ...event.data };
    case 'CustomerDetailsChanged':
      if (!state || isJoined(state)) throw new Error(`${event.stream} has ${event.type}, but no customer before it`);
      return { ...withFormerEmails(changed<Customer>(state, event.data), state), ...subject };
  }
};

/** All addresses that lead to a customer, the present one at the end. */
export const addressesOf = ({ formerEmails = [], email }: Pick<Customer, 'formerEmails' | 'email'>): readonly string[] =>
  email === undefined ? formerEmails : [...formerEmails, email];

const withFormerEmails = (customer: Customer, before: Customer): Customer => {
  if (customer.email === before.email) return customer;
  const { formerEmails: _, ...others } = customer;
  const former = addressesOf(before).filter((address) => address !== customer.email);
  return former.length === 0 ? others : { ...others, formerEmails: former };
};

export const customerFold: StreamFold<CustomerState, CustomerEvent> = { category: 'customer', version: 2, evolve: evolveCustomer };

/** What a ticket shows of its requester. */
export interface CustomerCard {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly department?: string;
}

export const customerCard = ({ id, name, email, phone, department }: Customer): CustomerCard => ({
  id,
  ...(name === undefined ? {} : { name }),
  ...(email === undefined ? {} : { email }),
  ...(phone === undefined ? {} : { phone }),
  ...(department === undefined ? {} : { department }),
});
