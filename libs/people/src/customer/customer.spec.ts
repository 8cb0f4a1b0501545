import { given } from '@docket/deciding/testing';
import { ChangeCustomer, JoinAddress, RegisterCustomer } from './commands/index.js';
import { customerDecider } from './decider.js';

const register = (fields: RegisterCustomer) => Object.assign(new RegisterCustomer(), fields);
const change = (fields: ChangeCustomer) => Object.assign(new ChangeCustomer(), fields);
const join = (into: string) => Object.assign(new JoinAddress(), { email: 'second@example.com', into });

const target = '018f8c7e-0000-7000-8000-000000000001';
const other = '018f8c7e-0000-7000-8000-000000000009';
const registered = { type: 'CustomerRegistered', data: { name: 'Customer A', email: 'customer.a@example.com' } } as const;

describe('a customer who is not known', () => {
  test('is registered with all that was told', () => {
    given(customerDecider)
      .when(register({ name: ' Customer A ', email: 'Customer.A@Example.com', phone: ' 0100 ', department: 'Sales' }))
      .then([
        {
          type: 'CustomerRegistered',
          data: { name: 'Customer A', email: 'customer.a@example.com', phone: '0100', department: 'Sales' },
        },
      ]);
  });

  test('may have a name and no e-mail address, or an address and no name', () => {
    given(customerDecider)
      .when(register({ name: 'Customer B' }))
      .then([{ type: 'CustomerRegistered', data: { name: 'Customer B' } }]);
    given(customerDecider)
      .when(register({ email: 'b@example.com' }))
      .then([{ type: 'CustomerRegistered', data: { email: 'b@example.com' } }]);
  });

  test('has at least one of the two', () => {
    given(customerDecider)
      .when(register({ phone: '0100' }))
      .thenRefused('customer.nameless');
  });

  test.each([
    ['Änne@Bücher.DE', 'änne@xn--bcher-kva.de'],
    ['a@例え.jp', 'a@xn--r8jz45g.jp'],
    ['a@XN--BCHER-KVA.de', 'a@xn--bcher-kva.de'],
    ['A.B+tag@example.com', 'a.b+tag@example.com'],
    ['a\u0308@example.com', 'ä@example.com'],
    ['a@b/ü.de', 'a@b/ü.de'],
    ['"at@home"@example.com', '"at@home"@example.com'],
  ])('with the address %s is kept with %s', (written, kept) => {
    given(customerDecider)
      .when(register({ email: written }))
      .then([{ type: 'CustomerRegistered', data: { email: kept } }]);
  });
});

describe('a customer who is known', () => {
  test('is not overwritten by what a ticket says', () => {
    given(customerDecider, [registered])
      .when(register({ name: 'A. Customer', email: 'customer.a@example.com' }))
      .thenNothingHappened();
  });

  test('learns what nobody had told yet', () => {
    const customer = given(customerDecider, [registered])
      .when(register({ name: 'A. Customer', email: 'customer.a@example.com', phone: '0100' }))
      .then([{ type: 'CustomerDetailsChanged', data: { phone: '0100' } }]);
    expect(customer).toMatchObject({ name: 'Customer A', phone: '0100' });
  });
});

describe('a change of a customer', () => {
  test('says what is different from now on; null takes away', () => {
    const customer = given(customerDecider, [registered])
      .when(change({ name: null, department: 'Sales', phone: null }))
      .then([{ type: 'CustomerDetailsChanged', data: { name: null, department: 'Sales' } }]);
    expect(customer).not.toHaveProperty('name');
  });

  test('leaves a name or an address', () => {
    given(customerDecider, [registered])
      .when(change({ name: null, email: null }))
      .thenRefused('customer.nameless');
  });

  test('that changes nothing is no event', () => {
    given(customerDecider, [registered])
      .when(change({ name: 'Customer  A', email: 'CUSTOMER.A@example.com' }))
      .thenNothingHappened();
    given(customerDecider, [registered]).when(change({})).thenNothingHappened();
  });

  test('needs a customer, not an address that leads to one', () => {
    given(customerDecider)
      .when(change({ name: 'n' }))
      .thenRefused('customer.notFound');
    given(customerDecider, [{ type: 'CustomerJoined', data: { into: other } }])
      .when(change({ name: 'n' }))
      .thenRefused('customer.notFound');
  });
});

describe('a second address', () => {
  test('leads to its customer', () => {
    given(customerDecider)
      .when(join(other))
      .then([{ type: 'CustomerJoined', data: { into: other } }]);
  });

  test('that leads there already changes nothing', () => {
    given(customerDecider, [{ type: 'CustomerJoined', data: { into: other } }])
      .when(join(other))
      .thenNothingHappened();
  });

  test('may be the customer’s own first one', () => {
    given(customerDecider, [registered]).when(join(target), { target }).thenNothingHappened();
  });

  test('is refused when it belongs to a customer of its own, or leads to another one', () => {
    given(customerDecider, [registered]).when(join(other), { target }).thenRefused('email.taken');
    given(customerDecider, [{ type: 'CustomerJoined', data: { into: target } }])
      .when(join(other))
      .thenRefused('email.taken');
  });
});
