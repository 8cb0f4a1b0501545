import type { About } from '@docket/gateway';

export const ABOUT: About = {
  name: 'Docket',
  version: '0.1.0',
  description: 'An open, event-sourced ticketing engine. Its history is its data.',
};
