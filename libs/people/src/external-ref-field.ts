import type { FieldOf } from '@docket/projecting';
import type { ExternalRef } from './domain/external-ref.js';

/** Agents, teams and customers that came by an import say from where. */
export const externalRefField: FieldOf<ExternalRef> = {
  type: 'object',
  meaning: 'Where it comes from',
  fields: {
    system: { type: 'string', meaning: 'The other system', example: 'servicenow' },
    id: { type: 'string', meaning: 'Its id there', example: 'Resolver 125' },
  },
};
