import type { Decider, Identities } from '@docket/deciding';
import { normaliseEmail } from '../domain/email.js';
import { ChangeCustomer, JoinAddress, RegisterCustomer } from './commands/index.js';
import { customerFold, isJoined } from './domain/customer.js';
import type { CustomerEvent, CustomerState } from './domain/customer.js';
import { changeCustomer, joinAddress, newAddress, registerCustomer } from './domain/decide.js';

/** The id of the stream of an address: whoever writes from it meets there, with no look-up. */
export const customerIdOf = (email: string, identities: Identities): string =>
  identities.fromSecret('customer-email', normaliseEmail(email));

export const customerDecider: Decider<CustomerState, CustomerEvent> = {
  ...customerFold,
  follows: (state) => (isJoined(state) ? state.into : undefined),
  commands: {
    RegisterCustomer: {
      command: RegisterCustomer,
      creates: {
        id: ({ email }: RegisterCustomer, identities) => (email ? customerIdOf(email, identities) : undefined),
      },
      decide: registerCustomer,
    },
    JoinAddress: {
      command: JoinAddress,
      creates: { id: ({ email }: JoinAddress, identities) => customerIdOf(email, identities) },
      decide: joinAddress,
    },
    ChangeCustomer: {
      command: ChangeCustomer,
      decide: changeCustomer,
      requires: (state, command: ChangeCustomer) => {
        const email = newAddress(state, command);
        if (email === undefined || !state) return [];
        const join = Object.assign(new JoinAddress(), { email, into: state.id });
        return [{ label: 'address', decider: customerDecider, command: join }];
      },
    },
  },
};
