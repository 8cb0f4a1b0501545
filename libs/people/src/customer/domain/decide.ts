import { absentTarget, refuse, tidyName } from '@docket/deciding';
import type { Decision, Refusal } from '@docket/deciding';
import type { ChangeCustomer, JoinAddress, RegisterCustomer } from '../commands/index.js';
import { changed, differing, isEmpty, missing } from '../../domain/details.js';
import type { Changes } from '../../domain/details.js';
import { normaliseEmail } from '../../domain/email.js';
import { isJoined } from './customer.js';
import type { CustomerDetails, CustomerEvent, CustomerState } from './customer.js';

export const registerCustomer = (state: CustomerState | undefined, command: RegisterCustomer): Decision<CustomerEvent> => {
  const given = wantedDetails(command);
  const refusal = nameless(state && !isJoined(state) ? state : {}, given);
  if (refusal) return refusal;
  if (!state) return [{ type: 'CustomerRegistered', data: changed<CustomerDetails>({}, given) }];
  if (isJoined(state)) return [];
  const news = missing<CustomerDetails>(state, given);
  return isEmpty(news) ? [] : [{ type: 'CustomerDetailsChanged', data: news }];
};

export const changeCustomer = (state: CustomerState | undefined, command: ChangeCustomer): Decision<CustomerEvent> => {
  if (!state || isJoined(state)) return absentTarget('customer');
  const news = differing<CustomerDetails>(state, wantedDetails(command));
  if (isEmpty(news)) return [];
  return nameless(state, news) ?? [{ type: 'CustomerDetailsChanged', data: news }];
};

/** Decided on the address's stream, or, where it has been joined already, on the customer's to whom it leads. */
export const joinAddress = (state: CustomerState | undefined, { into }: JoinAddress): Decision<CustomerEvent> => {
  if (!state) return [{ type: 'CustomerJoined', data: { into } }];
  const owner = isJoined(state) ? state.into : state.id;
  return owner === into ? [] : refuse('email.taken', 'the address belongs to another customer', { field: 'email' });
};

/** The address that the customer does not have yet and gets by the command. */
export const newAddress = (state: CustomerState | undefined, { email }: ChangeCustomer): string | undefined => {
  if (!state || isJoined(state) || typeof email !== 'string') return undefined;
  const wanted = normaliseEmail(email);
  return wanted === state.email ? undefined : wanted;
};

/** Field by field: a ticket's requester is asked for with each ticket. */
const wantedDetails = (command: ChangeCustomer & Pick<RegisterCustomer, 'externalRef'>): Changes<CustomerDetails> => {
  const { name, email, phone, department, externalRef } = command;
  const wanted: { -readonly [Field in keyof CustomerDetails]: CustomerDetails[Field] | null } = {};
  if (name !== undefined) wanted.name = name === null ? null : tidyName(name);
  if (email !== undefined) wanted.email = email === null ? null : normaliseEmail(email);
  if (phone !== undefined) wanted.phone = phone === null ? null : tidyName(phone);
  if (department !== undefined) wanted.department = department === null ? null : tidyName(department);
  if (externalRef) wanted.externalRef = { system: externalRef.system, id: externalRef.id };
  return wanted;
};

/** Whether the changes would leave neither a name nor an address. */
const nameless = (known: CustomerDetails, { name = known.name, email = known.email }: Changes<CustomerDetails>): Refusal | undefined =>
  (name ?? undefined) === undefined && (email ?? undefined) === undefined
    ? refuse('customer.nameless', 'a customer has a name or an e-mail address', { kind: 'invalid', field: 'name' })
    : undefined;
