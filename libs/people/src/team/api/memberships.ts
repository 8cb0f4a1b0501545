import { Inject, Injectable } from '@nestjs/common';
import type { Position } from '@docket/event-store';
import { READ_MODELS } from '@docket/projecting';
import type { ReadModels } from '@docket/projecting';
import { memberTerm, teams } from '../projections/teams.js';

/** Teams of one agent that are looked at: each is a term of a query. An agent who is in more sees the first ones by name. */
export const TEAMS_OF_AGENT_MAX = 40;

/** Answers for other capabilities in which teams an agent is: `mine` in a filter. */
@Injectable()
export class Memberships {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** Ids of the agent's teams, by the teams' names, at most TEAMS_OF_AGENT_MAX. Fails as ReadModels.open does. */
  async teamsOf(agentId: string, options: { readonly after?: Position } = {}): Promise<readonly string[]> {
    const model = await this.readModels.open(teams.name, options);
    const page = await model.list(teams.rows.name, { all: [memberTerm(agentId)], order: 'name' }, { limit: TEAMS_OF_AGENT_MAX });
    return page.items.map(({ id }) => id);
  }
}
