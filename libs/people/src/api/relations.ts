import type { Relation } from '@docket/gateway';
import { agents } from '../agent/projections/agents.js';

export const peopleRelations: readonly Relation[] = [
  {
    on: 'Team',
    field: 'agents',
    description: 'Its members',
    operation: 'getAgent',
    kind: 'documents',
    projection: agents.name,
    collection: agents.rows.name,
    ids: ({ members }) => members as readonly string[],
  },
];
