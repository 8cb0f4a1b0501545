import { sortableName } from '@docket/deciding';
import { TERMS_MAX, fitsTerm } from '@docket/document-store';
import { subjectIdOf } from '@docket/event-store';
import { streamFields, type Fields, type Projection } from '@docket/projecting';
import { externalRefTerm } from '../../domain/external-ref.js';
import { externalRefField } from '../../external-ref-field.js';
import { evolveTeam, teamEvents, teamFold } from '../domain/team.js';
import type { Team, TeamEvent } from '../domain/team.js';

const teamFields: Fields<Team> = {
  ...streamFields,
  name: { type: 'string', meaning: 'The name', example: 'Network' },
  members: {
    type: 'strings',
    meaning: '`id` in `agents`, in the order in which they joined',
    example: ['0190a5c2-7c1e-7b6a-9f10-3c2f5d8e4a17'],
  },
  externalRef: externalRefField,
};

/** One row a team: its state. */
export const teams: Projection<Team, TeamEvent> = {
  name: 'teams',
  version: `${teamFold.version}`,
  rows: {
    name: 'teams',
    meaning: 'Agents who share work.',
    fields: teamFields,
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
