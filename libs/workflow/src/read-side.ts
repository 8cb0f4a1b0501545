import type { ReadSide } from '@docket/projecting';
import { workflowEvents } from './domain/events.js';
import { workflows } from './projections/workflows.js';

export const workflowReadSide: ReadSide = {
  name: 'workflow',
  events: workflowEvents,
  projections: () => [workflows],
};
