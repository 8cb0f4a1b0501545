import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { STREAM_LOADER, instantOf, refuse } from '@docket/deciding';
import type { Refusal, StreamLoader } from '@docket/deciding';
import { Instant, opening } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModel, ReadModels } from '@docket/projecting';
import { AXES, type Axis, type Moment } from '../domain/past.js';
import { invalid, ticketNotFound } from '../domain/refusals.js';
import { tickets } from '../projections/tickets.js';
import { AtOneStanding, standingOf } from './at-one-standing.js';
import { presentTicket } from './present-ticket.js';
import { RequesterCards } from './requester-cards.js';
import { TicketPast } from './ticket-past.js';
import { TicketQuery, findTicket } from './ticket-reference.js';
import { requesterIdIn, revisionIn, ticketText } from './ticket-text.js';
import { VisibleTickets } from './visible-tickets.js';

/** A ticket as it is, as it was after a revision, or as it was at a moment. */
export class GetTicket extends TicketQuery {
  /** As it was after this revision. */
  @IsOptional()
  @IsInt()
  @Min(0)
  revision?: number;

  /** As it was at this moment. */
  @IsOptional()
  @Instant()
  at?: string;

  /** Which time `at` means: when Docket knew it (`recorded`, the default) or when it was so in the world (`occurred`). */
  @IsOptional()
  @IsIn(AXES)
  axis?: Axis;
}

@QueryHandler(GetTicket)
export class GetTicketHandler implements IQueryHandler<GetTicket, Answer | Refusal> {
  private readonly answers = new AtOneStanding<Answer>();

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(STREAM_LOADER) private readonly streams: StreamLoader,
    @Inject(RequesterCards) private readonly cards: RequesterCards,
    @Inject(TicketPast) private readonly past: TicketPast,
    @Inject(VisibleTickets) private readonly visible: VisibleTickets,
  ) {}

  async execute(query: GetTicket): Promise<Answer | Refusal> {
    return query.revision === undefined && query.at === undefined && query.axis === undefined ? this.asItIs(query) : this.asItWas(query);
  }

  private async asItIs(query: GetTicket): Promise<Answer | Refusal> {
    const [model, customers] = await Promise.all([this.readModels.open(tickets.name, opening(query)), this.cards.open(opening(query))]);
    const standing = standingOf(model, customers);
    return this.answers.get(standing, query.id) ?? this.read(query, standing, model, customers);
  }

  private async read(query: GetTicket, standing: string, model: ReadModel, customers: ReadModel): Promise<Answer | Refusal> {
    const document = await findTicket(model, query);
    if (!document) return ticketNotFound();
    const [card = 'null'] = await this.cards.cardsOf(customers, [requesterIdIn(document.json)]);
    const body = ticketText(document.json, card);
    const answer = { body, revision: revisionIn(document.json) };
    this.answers.put(standing, query.id, answer, body);
    return answer;
  }

  private async asItWas(query: GetTicket): Promise<Answer | Refusal> {
    const moment = momentOf(query);
    if (!moment) return invalid('moment.unclear', whyUnclear(query), 'at');
    const id = await this.visible.idOf(query);
    if (id === undefined) return ticketNotFound();
    const ticket = await this.past.asOf(id, moment);
    return ticket ? { body: await presentTicket(ticket, this.streams) } : wasNot(moment);
  }
}

/** Whoever sees the ticket as it is must not be told that there is none. */
const wasNot = (moment: Moment): Refusal => {
  const then = 'revision' in moment ? `it has no revision ${moment.revision}` : `it was not there yet at ${moment.at}`;
  return refuse('ticket.notFound', `there is no such ticket, or ${then}`, { kind: 'notFound' });
};

const whyUnclear = ({ revision, at }: GetTicket): string =>
  revision === undefined && at !== undefined ? 'at is no moment' : 'ask for a revision, or for a moment with at and, if you like, axis';

const momentOf = ({ revision, at, axis }: GetTicket): Moment | undefined => {
  if (revision !== undefined) return at === undefined && axis === undefined ? { revision } : undefined;
  const instant = at === undefined ? undefined : instantOf(at);
  return instant === undefined ? undefined : { at: instant, axis: axis ?? 'recorded' };
};
