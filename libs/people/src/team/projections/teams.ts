import { sortableName } from '@docket/deciding';
import { TERMS_MAX, fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import type { Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { evolveTeam, teamEvents, teamFold } from '../domain/team.js';
import type { Team, TeamEvent } from '../domain/team.js';

/** One row a team: its state. */
export const teams: Projection<Team, TeamEvent> = {
  name: 'teams',
  version: `${teamFold.version}`,
  rows: {
    name: 'teams',
    terms: (team) => teamTerms(team).filter(fitsTerm).slice(0, TERMS_MAX),
    orders: { name: { by: ({ name }) => sortableName(name) } },
  },
  events: teamEvents.map(({ type }) => type),
  key: ({ stream }) => subjectIdOf(stream),
  fold: evolveTeam,
};

const teamTerms = ({ members, externalRef }: Team): readonly string[] => [
  ...members.map(memberTerm),
  ...(externalRef ? [externalRefTerm(externalRef)] : []),
];

/** Finds the teams of an agent. */
export const memberTerm = (agentId: string): string => `member:${agentId}`;
