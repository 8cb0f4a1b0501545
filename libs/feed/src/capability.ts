import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { ListEventsHandler } from './api/list-events.js';
import { feedOperations } from './api/operations.js';

@Module({ providers: [ListEventsHandler] })
class FeedModule {}

/** The feed: the events of all capabilities, as they follow each other in the log, for programs that go on where they were. */
export const feed: Capability = {
  name: 'feed',
  events: [],
  deciders: [],
  operations: feedOperations,
  module: FeedModule,
};
