import { type StreamFold, subjectAfter, type Subject } from '@docket/deciding';
import { eventType, type StreamEvent } from '@docket/event-store';

/** Somebody has signed in. */
export interface Session extends Subject {
  /** SHA-256 of the session's token, hex. */
  readonly hash: string;
  readonly accountId: string;
  /** ISO 8601, UTC: over by then, however much it is used. */
  readonly expiresAt: string;
  /** Under which the password is kept with which somebody signed in: with another one in its place the session is over. Absent in the oldest logs. */
  readonly credentialId?: string;
  /** When it was last heard of: its beginning, or what it was said to go on by. */
  readonly usedAt: string;
  readonly ended: boolean;
}

export type SessionStarted = StreamEvent<
  'SessionStarted',
  { readonly hash: string; readonly accountId: string; readonly expiresAt: string; readonly credentialId?: string }
>;
/** It is used: said once in SESSION_CONTINUED_MS at most. */
export type SessionContinued = StreamEvent<'SessionContinued'>;
/** `displacedBy`: not by signing out, but by the session that began then: its account had too many. */
export type SessionEnded = StreamEvent<'SessionEnded', { readonly displacedBy?: string }>;
export type SessionEvent = SessionStarted | SessionContinued | SessionEnded;

export const sessionEvents = [
  eventType<SessionStarted['data']>()('SessionStarted', 1, {
    hash: 'plain',
    accountId: 'plain',
    expiresAt: 'plain',
    credentialId: 'plain',
  }),
  eventType<SessionContinued['data']>()('SessionContinued', 1, {}),
  eventType<SessionEnded['data']>()('SessionEnded', 1, { displacedBy: 'plain' }),
] as const;

export const evolveSession = (state: Session | undefined, event: SessionEvent): Session => {
  const subject = subjectAfter(state, event);
  if (event.type === 'SessionStarted') return { ...subject, ...event.data, usedAt: subject.createdAt, ended: false };
  if (!state) throw new Error(`${event.type} is the first event of ${event.stream}`);
  return event.type === 'SessionContinued' ? { ...state, ...subject, usedAt: subject.updatedAt } : { ...state, ...subject, ended: true };
};

/** Streams `session-<id>`. */
export const sessionFold: StreamFold<Session, SessionEvent> = { category: 'session', version: 2, evolve: evolveSession };
