import { IsISO8601, IsUUID, Matches } from 'class-validator';
import { absentTarget, type CommandSpec, type Decider, type Decision, refuse, subjectAfter, type Subject } from '@docket/deciding';
import { eventType, type StreamEvent } from '@docket/event-store';

/** Somebody has signed in. */
export interface Session extends Subject {
  /** SHA-256 of the session's token, hex. */
  readonly hash: string;
  readonly accountId: string;
  /** ISO 8601, UTC: over by then, however much it is used. */
  readonly expiresAt: string;
  /** When it was last heard of: its beginning, or what it was said to go on by. */
  readonly usedAt: string;
  readonly ended: boolean;
}

export type SessionStarted = StreamEvent<
  'SessionStarted',
  { readonly hash: string; readonly accountId: string; readonly expiresAt: string }
>;
/** It is used: said once in SESSION_CONTINUED_MS at most. */
export type SessionContinued = StreamEvent<'SessionContinued'>;
export type SessionEnded = StreamEvent<'SessionEnded'>;
export type SessionEvent = SessionStarted | SessionContinued | SessionEnded;

export const sessionEvents = [
  eventType<SessionStarted['data']>()('SessionStarted', 1, { hash: 'plain', accountId: 'plain', expiresAt: 'plain' }),
  eventType<SessionContinued['data']>()('SessionContinued', 1, {}),
  eventType<SessionEnded['data']>()('SessionEnded', 1, {}),
] as const;

export const evolveSession = (state: Session | undefined, event: SessionEvent): Session => {
  const subject = subjectAfter(state, event);
  if (event.type === 'SessionStarted') return { ...subject, ...event.data, usedAt: subject.createdAt, ended: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  return event.type === 'SessionContinued' ? { ...state, ...subject, usedAt: subject.updatedAt } : { ...state, ...subject, ended: true };
};

/** Signing in sends it, when the password was right. */
export class StartSession {
  @Matches(/^[0-9a-f]{64}$/)
  hash!: string;

  @IsUUID()
  accountId!: string;

  @IsISO8601({ strict: true })
  expiresAt!: string;
}

export class ContinueSession {}

export class EndSession {}

const start = (state: Session | undefined, { hash, accountId, expiresAt }: StartSession): Decision<SessionEvent> =>
  state ? refuse('session.exists', 'this session has begun already') : [{ type: 'SessionStarted', data: { hash, accountId, expiresAt } }];

const goOn = (state: Session | undefined): Decision<SessionEvent> => {
  if (!state) return absentTarget('session');
  return state.ended ? refuse('session.ended', 'the session has ended') : [{ type: 'SessionContinued', data: {} }];
};

const end = (state: Session | undefined): Decision<SessionEvent> => {
  if (!state) return absentTarget('session');
  return state.ended ? [] : [{ type: 'SessionEnded', data: {} }];
};

const starting: CommandSpec<Session, StartSession, SessionEvent> = { command: StartSession, creates: 'fresh', decide: start };

/** Streams `session-<id>`. */
export const sessionDecider: Decider<Session, SessionEvent> = {
  category: 'session',
  version: 1,
  evolve: evolveSession,
  commands: {
    StartSession: starting,
    ContinueSession: { command: ContinueSession, decide: goOn },
    EndSession: { command: EndSession, decide: end },
  },
};
