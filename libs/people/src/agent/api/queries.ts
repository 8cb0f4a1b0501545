import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsBoolean, IsEmail, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { callerOf, eyesOf } from '@docket/access';
import { refuse } from '@docket/deciding';
import type { Refusal } from '@docket/deciding';
import { AwaitingQuery, ListQueryParameters, documentAnswer, listAnswer, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { normaliseEmail } from '../../domain/email.js';
import { LOGIN_LENGTH_MAX } from '../../domain/limits.js';
import { normaliseLogin } from '../../domain/login.js';
import type { Agent } from '../domain/agent.js';
import { activeTerm, agents, emailTerm, loginTerm } from '../projections/agents.js';

export class ListAgents extends ListQueryParameters {
  @IsOptional()
  @IsBoolean()
  active?: boolean;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LOGIN_LENGTH_MAX)
  login?: string;

  @IsOptional()
  @IsEmail()
  email?: string;
}

@QueryHandler(ListAgents)
export class ListAgentsHandler implements IQueryHandler<ListAgents, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListAgents): Promise<Answer | Refusal> {
    const seesPeople = eyesOf(callerOf(query)).kind === 'whole';
    const unseen = seesPeople ? undefined : PERSONAL_FILTERS.find((name) => query[name] !== undefined);
    if (unseen !== undefined) return refuse('filter.notSeen', `you don’t see ${unseen} of an agent`, { kind: 'forbidden', field: unseen });
    const model = await this.readModels.open(agents.name, opening(query));
    // Whoever sees no names must not be able to tell them from the order, or to read them in a cursor.
    const order = seesPeople ? 'name' : 'created';
    return listAnswer(await model.list(agents.rows.name, { all: termsOf(query), order }, pageOf(query)));
  }
}

/** By what one does not see of a person, one can't ask for the person. */
const PERSONAL_FILTERS = ['login', 'email'] as const;

const termsOf = ({ active, login, email }: ListAgents): readonly string[] => [
  ...(active === undefined ? [] : [activeTerm(active)]),
  ...(login === undefined ? [] : [loginTerm(normaliseLogin(login))]),
  ...(email === undefined ? [] : [emailTerm(normaliseEmail(email))]),
];

export class GetAgent extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

@QueryHandler(GetAgent)
export class GetAgentHandler implements IQueryHandler<GetAgent, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: GetAgent): Promise<Answer | Refusal> {
    const model = await this.readModels.open(agents.name, opening(query));
    return documentAnswer(await model.get<Agent>(agents.rows.name, query.id), 'agent');
  }
}
