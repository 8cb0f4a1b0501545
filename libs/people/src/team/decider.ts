import type { Decider } from '@docket/deciding';
import { ChangeTeam, CreateTeam } from './commands/index.js';
import { agentsOf, changeTeam, claimsOfChange, claimsOfCreate, createTeam } from './domain/decide.js';
import { teamFold, teamNameClaims } from './domain/team.js';
import type { Team, TeamEvent } from './domain/team.js';

export const teamDecider: Decider<Team, TeamEvent> = {
  ...teamFold,
  holds: ({ name }) => teamNameClaims(name),
  commands: {
    CreateTeam: { command: CreateTeam, creates: 'fresh', decide: createTeam, references: agentsOf, claims: claimsOfCreate },
    ChangeTeam: { command: ChangeTeam, decide: changeTeam, references: agentsOf, claims: claimsOfChange },
  },
};
