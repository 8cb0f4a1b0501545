import { hashOfToken, newSecret, tokenOf } from '@docket/access';
import { accessTokenDecider, IssueAccessToken, withTokenHash } from '@docket/accounts';
import { type Executor, type Identities, isRefusal } from '@docket/deciding';
import type { Actor, Position } from '@docket/event-store';
import type { Capability, Shipped } from '@docket/gateway';
import { ADMINISTRATOR } from '@docket/people';

/** What a start makes where it is not there. */
export interface FirstStart {
  readonly executor: Executor;
  readonly identities: Identities;
  readonly capabilities: readonly Capability[];
  readonly logId: string;
}

const system = (logId: string): Actor => ({ kind: 'system', id: logId });

const shipOne = async ({ executor, identities, logId }: FirstStart, { name, decider, command }: Shipped): Promise<Position | undefined> => {
  const target = identities.shipped(name);
  if (await executor.load(decider, target)) return undefined;
  const outcome = await executor.execute(decider, command, { actor: system(logId), via: 'system', target });
  if (!isRefusal(outcome)) return outcome.changed ? outcome.position : undefined;
  // Another process that starts at the same time was faster: what it made is the same.
  if (await executor.load(decider, target)) return undefined;
  throw new Error(`${name} can't be made: ${outcome.code}: ${outcome.message}`);
};

/** Makes what the capabilities ship, where it is not there. Gives the position of the administrator's agent when it was made now. */
export const ship = async (start: FirstStart): Promise<Position | undefined> => {
  let administrator: Position | undefined;
  for (const capability of start.capabilities)
    for (const shipped of capability.shipped ?? []) {
      const position = await shipOne(start, shipped);
      if (shipped.name === ADMINISTRATOR) administrator = position;
    }
  return administrator;
};

/** The actor of the administrator's token. */
export const administratorOf = (identities: Identities): Actor => ({ kind: 'agent', id: identities.shipped(ADMINISTRATOR) });

/** The id of the token that a first start makes. */
const firstTokenId = (identities: Identities): string => identities.shipped('accessToken of the administrator');

/** A token that the log may take as the administrator's first one. */
export const proposedToken = (identities: Identities): string => tokenOf({ kind: 'token', id: firstTokenId(identities) }, newSecret());

/** Makes the token the administrator's where the log has none, and gives it, this once. Of two processes that start at the same time one gets it; one that
 *  does not know whether it was first asks again with the same token. */
export const firstToken = async (
  { executor, identities, logId }: Omit<FirstStart, 'capabilities'>,
  token: string,
): Promise<string | undefined> => {
  const target = firstTokenId(identities);
  const hash = hashOfToken(token);
  const issued = await executor.load(accessTokenDecider, target);
  if (issued) return issued.state.hash === hash ? token : undefined;
  const command = Object.assign(new IssueAccessToken(), {
    agentId: administratorOf(identities).id,
    roles: ['administrator'],
    name: 'made at the first start',
  });
  const outcome = await executor.execute(
    accessTokenDecider,
    withTokenHash(command, () => hash),
    { actor: system(logId), via: 'system', target },
  );
  return !isRefusal(outcome) && outcome.changed ? token : undefined;
};
