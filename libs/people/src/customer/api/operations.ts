import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { customerAnswer } from '../../api/answers.js';
import { ChangeCustomer, RegisterCustomer } from '../commands/index.js';
import { customerDecider } from '../decider.js';
import { GetCustomer, ListCustomers } from './queries.js';

const tag = 'Customers';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;
const writers = ['administrator', 'supervisor', 'agent'] as const;

export const customerOperations: readonly Operation[] = [
  {
    name: 'listCustomers',
    summary: 'Customers, by name',
    tag,
    method: 'GET',
    path: '/customers',
    roles: readers,
    kind: 'query',
    query: ListCustomers,
    answer: page(customerAnswer),
    example: { email: 'customer.a@example.com' },
  },
  {
    name: 'registerCustomer',
    summary: 'Finds the customer of an e-mail address, or makes one',
    description: 'What is known of the customer already is not overwritten; what is not known yet is filled in.',
    tag,
    method: 'POST',
    path: '/customers',
    roles: writers,
    kind: 'command',
    decider: customerDecider,
    command: RegisterCustomer,
    answer: customerAnswer,
    example: { name: 'Customer A', email: 'customer.a@example.com', phone: '+86 10 5555 0100' },
    refusals: ['customer.nameless'],
  },
  {
    name: 'getCustomer',
    summary: 'A customer, with the first page of the customer’s tickets',
    tag,
    method: 'GET',
    path: '/customers/:id',
    roles: readers,
    kind: 'query',
    query: GetCustomer,
    answer: customerAnswer,
    refusals: ['customer.notFound'],
  },
  {
    name: 'changeCustomer',
    summary: 'Changes what is known of a customer',
    description: 'After a change of the e-mail address, the old and the new one lead to the customer.',
    tag,
    method: 'PATCH',
    path: '/customers/:id',
    roles: writers,
    kind: 'command',
    decider: customerDecider,
    command: ChangeCustomer,
    answer: customerAnswer,
    example: { phone: '+86 10 5555 0101', department: null },
    refusals: ['customer.notFound', 'customer.nameless', 'email.taken'],
  },
];
