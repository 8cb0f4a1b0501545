import { IsString, Matches } from 'class-validator';
import type { StoredDocument } from '@docket/document-store';
import { AwaitingQuery } from '@docket/gateway';
import type { ReadModel, ReadModels } from '@docket/projecting';
import type { Ticket } from '../domain/ticket.js';
import { numberRange, tickets } from '../projections/tickets.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_OR_NUMBER = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{8}-\d{3,10})$/i;

/** A query about one ticket, which its path names by id or by number. */
export class TicketQuery extends AwaitingQuery {
  @IsString()
  @Matches(UUID_OR_NUMBER, { message: '$property must be the id of a ticket or its number, as in 20240520-001' })
  id!: string;
}

/** The ticket's document, by id or number. */
export const findTicket = async (model: ReadModel, { id }: TicketQuery): Promise<StoredDocument<Ticket> | undefined> => {
  if (UUID.test(id)) return model.get<Ticket>(tickets.rows.name, id.toLowerCase());
  const found = await model.list<Ticket>(tickets.rows.name, { order: 'number', range: numberRange(id) }, { limit: 1 });
  return found.items[0];
};

/** The ticket's id, once the tickets have passed `after`; a number is looked up. undefined: there is no such number. An id is not looked up. */
export const ticketIdOf = async (readModels: ReadModels, query: TicketQuery): Promise<string | undefined> => {
  const { id, after } = query;
  // Never by the query's cursor: that one is of another list.
  if (!UUID.test(id)) return (await findTicket(await readModels.open(tickets.name, after === undefined ? {} : { after }), query))?.id;
  if (after !== undefined) await readModels.passed(tickets.name, after);
  return id.toLowerCase();
};
