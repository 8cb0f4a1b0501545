import { accountsReadSide } from '@docket/accounts/read-side';
import { analyticsReadSide } from '@docket/analytics/read-side';
import { peopleReadSide } from '@docket/people/read-side';
import type { ReadSide } from '@docket/projecting';
import { queuesReadSide } from '@docket/queues/read-side';
import { ticketsReadSide } from '@docket/tickets/read-side';
import { workflowReadSide } from '@docket/workflow/read-side';

/** What Docket reads and folds: the read sides of its capabilities, for whoever does nothing else and loads no more than these. */
export const readSides: readonly ReadSide[] = [
  peopleReadSide,
  accountsReadSide,
  workflowReadSide,
  ticketsReadSide,
  queuesReadSide,
  analyticsReadSide,
];
