import { Inject, Optional } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsEmail, IsOptional, IsUUID } from 'class-validator';
import { callerOf } from '@docket/access';
import type { Refusal } from '@docket/deciding';
import { AwaitingQuery, ListQueryParameters, listAnswer, notFound, opening, pageOf, withProperties } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { normaliseEmail } from '../../domain/email.js';
import type { Customer } from '../domain/customer.js';
import { customerEmailTerm, customers } from '../projections/customers.js';
import { CustomerTickets } from './customer-tickets.js';

export class ListCustomers extends ListQueryParameters {
  /** The customer to whom this address leads: the present one, or a former one. */
  @IsOptional()
  @IsEmail()
  email?: string;
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers, Answer> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListCustomers): Promise<Answer> {
    const model = await this.readModels.open(customers.name, opening(query));
    const all = query.email === undefined ? [] : [customerEmailTerm(normaliseEmail(query.email))];
    return listAnswer(await model.list(customers.rows.name, { all, order: 'name' }, pageOf(query)));
  }
}

export class GetCustomer extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer, Answer | Refusal> {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Optional() @Inject(CustomerTickets) private readonly tickets?: CustomerTickets,
  ) {}

  async execute(query: GetCustomer): Promise<Answer | Refusal> {
    const model = await this.readModels.open(customers.name, opening(query));
    const found = await model.get<Customer>(customers.rows.name, query.id);
    if (!found) return notFound('customer');
    const tickets = await this.tickets?.ticketsOf(found.id, callerOf(query), opening(query));
    return { body: withProperties(found.json, tickets ? { tickets } : {}), revision: found.body.revision };
  }
}
