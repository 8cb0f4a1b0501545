import { eventType } from '@docket/event-store';
import type { StreamEvent } from '@docket/event-store';
import { comparableName, subjectAfter } from '@docket/deciding';
import type { Claim, StreamFold, Subject } from '@docket/deciding';
import type { ExternalRef } from '../../domain/external-ref.js';

/** Agents who share work. */
export interface Team extends Subject {
  /** Unique. */
  readonly name: string;
  /** Agents' ids, each once, in the order in which they joined. */
  readonly members: readonly string[];
  readonly externalRef?: ExternalRef;
}

export type TeamCreated = StreamEvent<
  'TeamCreated',
  { readonly name: string; readonly members: readonly string[]; readonly externalRef?: ExternalRef }
>;
export type TeamRenamed = StreamEvent<'TeamRenamed', { readonly name: string }>;
export type TeamMembersChanged = StreamEvent<
  'TeamMembersChanged',
  { readonly added: readonly string[]; readonly removed: readonly string[] }
>;
export type TeamEvent = TeamCreated | TeamRenamed | TeamMembersChanged;

export const teamEvents = [
  eventType<TeamCreated['data']>()('TeamCreated', 1, { name: 'plain', members: 'plain', externalRef: 'plain' }),
  eventType<TeamRenamed['data']>()('TeamRenamed', 1, { name: 'plain' }),
  eventType<TeamMembersChanged['data']>()('TeamMembersChanged', 1, { added: 'plain', removed: 'plain' }),
] as const;

export const evolveTeam = (state: Team | undefined, event: TeamEvent): Team => {
  const subject = subjectAfter(state, event);
  if (event.type === 'TeamCreated') return { ...subject, ...event.data };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  switch (event.type) {
    case 'TeamRenamed':
      return { ...state, ...subject, name: event.data.name };
    case 'TeamMembersChanged':
      return { ...state, ...subject, members: membersAfter(state.members, event.data) };
  }
};

const membersAfter = (members: readonly string[], { added, removed }: TeamMembersChanged['data']): readonly string[] => [
  ...members.filter((member) => !removed.includes(member)),
  ...added,
];

export const teamFold: StreamFold<Team, TeamEvent> = { category: 'team', version: 1, evolve: evolveTeam };

export const teamNameClaims = (name: string): readonly Claim[] => [{ kind: 'teamName', name: comparableName(name), field: 'name' }];
