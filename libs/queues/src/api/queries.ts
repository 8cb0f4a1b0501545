import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { callerOf } from '@docket/access';
import type { Refusal } from '@docket/deciding';
import type { StoredDocument } from '@docket/document-store';
import { AwaitingQuery, ListQueryParameters, listAnswer, notFound, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { TicketLists } from '@docket/tickets';
import type { Queue } from '../domain/queue.js';
import { archivedTerm, queues } from '../projections/queues.js';
import { countedQueue } from './counted-queue.js';

export class ListQueues extends ListQueryParameters {
  /** Default: those that are not archived. */
  @IsOptional()
  @IsBoolean()
  archived?: boolean;
}

@QueryHandler(ListQueues)
export class ListQueuesHandler implements IQueryHandler<ListQueues, Answer> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(TicketLists) private readonly tickets: TicketLists,
  ) {}

  async execute(query: ListQueues): Promise<Answer> {
    const model = await this.readModels.open(queues.name, opening(query));
    const terms = [archivedTerm(query.archived ?? false)];
    const page = await model.list<Queue>(queues.rows.name, { all: terms, order: 'name' }, pageOf(query));
    const items = await Promise.all(page.items.map((queue) => this.counted(queue, query)));
    return listAnswer({ ...page, items });
  }

  private async counted(queue: StoredDocument<Queue>, query: ListQueues): Promise<{ json: string }> {
    const count = await this.tickets.count(queue.body.filter, callerOf(query), waiting(query));
    return { json: countedQueue(queue, count).text };
  }
}

export class GetQueue extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

@QueryHandler(GetQueue)
export class GetQueueHandler implements IQueryHandler<GetQueue, Answer | Refusal> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(TicketLists) private readonly tickets: TicketLists,
  ) {}

  async execute(query: GetQueue): Promise<Answer | Refusal> {
    const model = await this.readModels.open(queues.name, opening(query));
    const queue = await model.get<Queue>(queues.rows.name, query.id);
    if (!queue) return notFound('queue');
    const count = await this.tickets.count(queue.body.filter, callerOf(query), waiting(query));
    return { body: countedQueue(queue, count), revision: queue.body.revision };
  }
}

/** The tickets of a queue, a page at a time. */
export class ListQueueTickets extends ListQueryParameters {
  @IsUUID()
  id!: string;
}

@QueryHandler(ListQueueTickets)
export class ListQueueTicketsHandler implements IQueryHandler<ListQueueTickets, Answer | Refusal> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(TicketLists) private readonly tickets: TicketLists,
  ) {}

  async execute(query: ListQueueTickets): Promise<Answer | Refusal> {
    const model = await this.readModels.open(queues.name, waiting(query));
    const queue = await model.get<Queue>(queues.rows.name, query.id);
    if (!queue) return notFound('queue');
    const { filter, sort } = queue.body;
    return { body: await this.tickets.list(filter, callerOf(query), { sort, ...pageOf(query), ...waiting(query) }) };
  }
}

/** The position to wait for, without the cursor: that one belongs to the list itself. */
const waiting = ({ after }: AwaitingQuery): { after?: string } => (after === undefined ? {} : { after });
