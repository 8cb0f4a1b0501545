import { absentTarget, type CommandSpec, type Decider, type Decision, refuse } from '@docket/deciding';
import { ContinueSession, EndSession, StartSession } from './commands.js';
import { sessionFold, type Session, type SessionEvent } from './session.js';

const start = (state: Session | undefined, { hash, accountId, expiresAt, credentialId }: StartSession): Decision<SessionEvent> =>
  state
    ? refuse('session.exists', 'this session has begun already')
    : [{ type: 'SessionStarted', data: { hash, accountId, expiresAt, credentialId } }];

const goOn = (state: Session | undefined): Decision<SessionEvent> => {
  if (!state) return absentTarget('session');
  return state.ended ? refuse('session.ended', 'the session has ended') : [{ type: 'SessionContinued', data: {} }];
};

const end = (state: Session | undefined, { displacedBy }: EndSession): Decision<SessionEvent> => {
  if (!state) return absentTarget('session');
  return state.ended ? [] : [{ type: 'SessionEnded', data: displacedBy === undefined ? {} : { displacedBy } }];
};

const starting: CommandSpec<Session, StartSession, SessionEvent> = { command: StartSession, creates: 'fresh', decide: start };

export const sessionDecider: Decider<Session, SessionEvent> = {
  ...sessionFold,
  commands: {
    StartSession: starting,
    ContinueSession: { command: ContinueSession, decide: goOn },
    EndSession: { command: EndSession, decide: end },
  },
};
