import { analytics } from '@docket/analytics';
import { feed } from '@docket/feed';
import { accounts } from '@docket/accounts';
import type { Capability } from '@docket/gateway';
import { people } from '@docket/people';
import { queues } from '@docket/queues';
import { tickets } from '@docket/tickets';
import { workflow } from '@docket/workflow';

/** What Docket can do. A capability is a folder, and a line here. */
export const capabilities: readonly Capability[] = [people, accounts, workflow, tickets, queues, analytics, feed];
