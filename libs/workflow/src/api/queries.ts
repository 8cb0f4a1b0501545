import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { IsUUID } from 'class-validator';
import type { Refusal } from '@docket/deciding';
import { AwaitingQuery, ListQueryParameters, documentAnswer, listAnswer, opening, pageOf } from '@docket/gateway';
import type { Answer } from '@docket/gateway';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import type { WorkflowState } from '../domain/decide.js';
import { workflows } from '../projections/workflows.js';

export class ListWorkflows extends ListQueryParameters {}

@QueryHandler(ListWorkflows)
export class ListWorkflowsHandler implements IQueryHandler<ListWorkflows, Answer> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: ListWorkflows): Promise<Answer> {
    const model = await this.readModels.open(workflows.name, opening(query));
    return listAnswer(await model.list(workflows.rows.name, { order: 'name' }, pageOf(query)));
  }
}

export class GetWorkflow extends AwaitingQuery {
  @IsUUID()
  id!: string;
}

@QueryHandler(GetWorkflow)
export class GetWorkflowHandler implements IQueryHandler<GetWorkflow, Answer | Refusal> {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async execute(query: GetWorkflow): Promise<Answer | Refusal> {
    const model = await this.readModels.open(workflows.name, opening(query));
    return documentAnswer(await model.get<WorkflowState>(workflows.rows.name, query.id), 'workflow');
  }
}
