import { type Clock } from './clock.js';
import { type Log } from './log.js';
import { type ProposedEvent } from './record.js';

const userCreated = (login: string, serial: number): ProposedEvent => ({
  id: `00000000-0000-4000-8000-00000000000${serial}`,
  type: '$UserCreated',
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify({ loginName: login, groups: ['$admins'] })),
  metadata: new Uint8Array(),
});

/** The events that a server writes for itself when it starts with an empty log: nobody else's event is the first one of `$all`. */
export const writeSystemEvents = async (log: Log, clock: Clock): Promise<void> => {
  if (log.committed > 0) return;
  log.append('$user-admin', [userCreated('admin', 1)], clock.ticks());
  log.append('$user-ops', [userCreated('ops', 2)], clock.ticks());
  await log.settled();
};
