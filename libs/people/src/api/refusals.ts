import type { Refusals } from '@docket/gateway';

export const peopleRefusals: Refusals = {
  'agent.exists': { kind: 'conflict', meaning: 'There is an agent of this id.' },
  'agent.notFound': { kind: 'unprocessable', meaning: 'There is no such agent.', advice: 'Look for the agent among `GET /agents`.' },
  'customer.nameless': { kind: 'invalid', meaning: 'A customer has a name or an e-mail address.', advice: 'Give one of them.' },
  'customer.notFound': {
    kind: 'unprocessable',
    meaning: 'There is no such customer.',
    advice: 'Look for the customer among `GET /customers`.',
  },
  'email.taken': {
    kind: 'conflict',
    meaning: 'The address belongs to another customer.',
    advice: 'Use that customer, or another address.',
  },
  'filter.notSeen': { kind: 'forbidden', meaning: 'By what one does not see one can’t filter.', advice: 'Leave the filter out.' },
  'login.invalid': { kind: 'invalid', meaning: 'A login has no blanks and no control characters.', advice: 'Take another login.' },
  'login.taken': { kind: 'conflict', meaning: 'Another agent has the login.', advice: 'Take another login.' },
  'team.exists': { kind: 'conflict', meaning: 'There is a team of this id.' },
  'team.notFound': { kind: 'unprocessable', meaning: 'There is no such team.', advice: 'Look for the team among `GET /teams`.' },
  'teamName.taken': { kind: 'conflict', meaning: 'Another team has the name.', advice: 'Take another name.' },
};
