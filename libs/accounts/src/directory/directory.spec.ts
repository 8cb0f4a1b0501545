import type { EventStore, StreamEvent } from '@docket/event-store';
import { Directory } from './directory.js';
import { tellingAppend } from './telling.js';

const ID = '018f9c7e-0000-7000-8000-000000000001';
const STREAM = `account-${ID}`;

const event = (revision: number, type: string, data: object = {}) =>
  ({
    type,
    data,
    metadata: { recordedAt: `2024-05-20T08:00:0${revision}.000Z`, occurredAt: `2024-05-20T08:00:0${revision}.000Z` },
    stream: STREAM,
    revision,
    position: String(revision),
  }) as unknown as StreamEvent;

const created = event(0, 'AccountCreated', { ownerKind: 'agent', login: 'wang.lei', roles: ['agent'] });
const suspended = event(1, 'AccountSuspended');
const renamed = event(2, 'AccountLoginChanged', { login: 'lei.wang' });

describe('the directory of a gateway that writes behind what another one wrote', () => {
  let directory: Directory;
  /** This gateway renames the account; that another one has suspended it, its tail of the log has not told yet. */
  const rename = async (): Promise<void> => {
    const append = (() => Promise.resolve({ revision: 2, position: '2' })) as unknown as EventStore['append'];
    await tellingAppend(append, directory)(STREAM, [renamed], 1);
  };
  beforeEach(() => {
    directory = new Directory();
    directory.take(created);
  });

  test('does not know the account until the log has told what stands between: its stream is asked', async () => {
    const { version } = directory;
    await rename();
    expect(directory.account(ID)).toBeUndefined();
    expect(directory.version).toBeGreaterThan(version);
    expect(directory.accountOfLogin('wang.lei')?.id).toBe(ID);
    directory.take(suspended);
    expect(directory.account(ID)).toBeUndefined();
  });

  test('misses nothing of it when the log has told all', async () => {
    await rename();
    for (const told of [suspended, renamed]) directory.take(told);
    expect(directory.account(ID)).toMatchObject({ revision: 2, login: 'lei.wang', suspended: true });
  });

  test('knows it again by its state as it was read elsewhere', async () => {
    await rename();
    const { id, ...state } = directory.accountOfLogin('wang.lei') ?? { id: '' };
    directory.put('account', { ...state, id, revision: 2, suspended: true } as never);
    expect(directory.account(ID)).toMatchObject({ revision: 2, suspended: true });
  });
});
