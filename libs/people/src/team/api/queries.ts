import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsOptional, IsUUID } from 'class-validator';
import type { Refusal } from '@docket/deciding';
import { AwaitingQuery, ListQueryParameters, documentAnswer, listAnswer, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import type { Team } from '../domain/team.js';
import { memberTerm, teams } from '../projections/teams.js';

export class ListTeams extends ListQueryParameters {
  /** An agent's id: only the teams of this agent. */
  @IsOptional()
  @IsUUID()
  member?: string;
}

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams, Answer> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListTeams): Promise<Answer> {
    const model = await this.readModels.open(teams.name, opening(query));
    const all = query.member === undefined ? [] : [memberTerm(query.member)];
    return listAnswer(await model.list(teams.rows.name, { all, order: 'name' }, pageOf(query)));
  }
}

export class GetTeam extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

@QueryHandler(GetTeam)
export class GetTeamHandler implements IQueryHandler<GetTeam, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: GetTeam): Promise<Answer | Refusal> {
    const model = await this.readModels.open(teams.name, opening(query));
    return documentAnswer(await model.get<Team>(teams.rows.name, query.id), 'team');
  }
}
