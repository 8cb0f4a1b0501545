import type { FactOf } from '@docket/deciding';
import { given } from '@docket/deciding/testing';
import { FILTER_VALUES_TOTAL_MAX } from '@docket/tickets';
import { ArchiveQueue, ChangeQueue, CreateQueue } from './commands/index.js';
import { queueDecider } from './decider.js';
import type { QueueEvent } from './domain/queue.js';

const create = (fields: Partial<CreateQueue>) => Object.assign(new CreateQueue(), { name: 'VPN', filter: {} }, fields);
const change = (fields: ChangeQueue) => Object.assign(new ChangeQueue(), fields);

const created: FactOf<QueueEvent> = { type: 'QueueCreated', data: { name: 'VPN', filter: { tag: ['vpn'] }, sort: 'priority' } };
const archived: FactOf<QueueEvent> = { type: 'QueueArchived', data: {} };

describe('a new queue', () => {
  test('keeps a filter under a tidy name', () => {
    const queue = given(queueDecider)
      .when(create({ name: ' VPN ', filter: { tag: ['vpn'] }, sort: 'priority' }))
      .then([created]);
    expect(queue).toMatchObject({ name: 'VPN', archived: false });
  });

  test('shows what changed last first, unless something else is said', () => {
    given(queueDecider)
      .when(create({}))
      .then([{ type: 'QueueCreated', data: { name: 'VPN', filter: {}, sort: '-updated' } }]);
  });

  test('keeps of a filter what it says, each value once', () => {
    given(queueDecider)
      .when(create({ filter: { tag: ['vpn', 'vpn'], status: [], assignee: ['me', 'none'] } }))
      .then([{ type: 'QueueCreated', data: { name: 'VPN', filter: { assignee: ['me', 'none'], tag: ['vpn'] }, sort: '-updated' } }]);
  });

  test('names no more values than a query can ask for', () => {
    const status = Array.from({ length: 50 }, (_, index) => `s${index}`);
    const tag = Array.from({ length: FILTER_VALUES_TOTAL_MAX - 50 }, (_, index) => `t${index}`);
    given(queueDecider)
      .when(create({ filter: { status, tag } }))
      .then([{ type: 'QueueCreated', data: { name: 'VPN', filter: { status, tag }, sort: '-updated' } }]);
    const tooMany = { status, tag: [...tag, 'vpn'] };
    expect(
      given(queueDecider)
        .when(create({ filter: tooMany }))
        .thenRefused('filter.tooManyValues'),
    ).toMatchObject({ kind: 'invalid', field: 'filter' });
    given(queueDecider, [created])
      .when(change({ filter: tooMany }))
      .thenRefused('filter.tooManyValues');
  });

  test('does not take the place of another one', () => {
    given(queueDecider, [created]).when(create({})).thenRefused('queue.exists');
  });
});

describe('a change of a queue', () => {
  test('says what is different from now on; a filter is replaced as a whole', () => {
    const queue = given(queueDecider, [created])
      .when(change({ name: 'VPN', filter: { priority: ['P1'] } }))
      .then([{ type: 'QueueChanged', data: { filter: { priority: ['P1'] } } }]);
    expect(queue).toMatchObject({ name: 'VPN', filter: { priority: ['P1'] }, sort: 'priority' });
  });

  test('that changes nothing is no event', () => {
    given(queueDecider, [created])
      .when(change({ name: ' VPN', filter: { tag: ['vpn'], team: [] }, sort: 'priority' }))
      .thenNothingHappened();
    given(queueDecider, [created]).when(change({})).thenNothingHappened();
  });

  test('needs a queue that is in sight', () => {
    given(queueDecider)
      .when(change({ name: 'n' }))
      .thenRefused('queue.notFound');
    given(queueDecider, [created, archived])
      .when(change({ name: 'n' }))
      .thenRefused('queue.archived');
  });
});

describe('archiving a queue', () => {
  test('takes it out of sight, once', () => {
    const queue = given(queueDecider, [created]).when(new ArchiveQueue()).then([archived]);
    expect(queue.archived).toBe(true);
    given(queueDecider, [created, archived]).when(new ArchiveQueue()).thenNothingHappened();
  });

  test('needs a queue', () => {
    given(queueDecider).when(new ArchiveQueue()).thenRefused('queue.notFound');
  });
});
