import { wrongFields } from '@docket/gateway/testing';
import { GetQueue, ListQueueTickets, ListQueues } from './api/queries.js';
import { ArchiveQueue, ChangeQueue, CreateQueue } from './commands/index.js';
import { shippedQueues } from './domain/shipped-queues.js';
import { QUEUE_NAME_LENGTH_MAX } from './limits.js';

const id = '018f9c7e-0000-7000-8000-000000000001';

describe('a queue as it is sent', () => {
  test.each<[object, string[]]>([
    [{ name: 'VPN', filter: { tag: ['vpn'] }, sort: 'priority' }, []],
    [{ name: 'All', filter: {} }, []],
    [{ name: 'n'.repeat(QUEUE_NAME_LENGTH_MAX), filter: {} }, []],
    [{ name: 'n'.repeat(QUEUE_NAME_LENGTH_MAX + 1), filter: {} }, ['name']],
    [{ name: ' ', filter: {} }, ['name']],
    [{ name: 'n', filter: { assignee: 'me' } }, ['filter.assignee']],
    [{ name: 'n', filter: { priority: ['P5'] } }, ['filter.priority']],
    [{ name: 'n', filter: { assignee: ['me', 'none', id], team: ['mine', 'none', id], requester: [id] } }, []],
    [
      { name: 'n', filter: { assignee: ['mine'], team: ['me'], requester: ['me'] } },
      ['filter.assignee', 'filter.team', 'filter.requester'],
    ],
    [{ name: 'n', filter: { assignee: ['Anna'] } }, ['filter.assignee']],
    [{ name: 'n', filter: { colour: ['red'] } }, ['filter.colour']],
    [{ name: 'n', filter: [] }, ['filter']],
    [{ name: 'n', filter: {}, sort: 'subject' }, ['sort']],
  ])('%j: wrong are %j', (body, fields) => {
    expect(wrongFields(CreateQueue, body)).toEqual(fields);
    expect(wrongFields(ChangeQueue, body)).toEqual(fields);
  });

  test('a new one has a name and a filter; a change may be of anything', () => {
    expect(wrongFields(CreateQueue, {}).sort()).toEqual(['filter', 'name']);
    expect(wrongFields(ChangeQueue, {})).toEqual([]);
    expect(wrongFields(ArchiveQueue, {})).toEqual([]);
    expect(wrongFields(ArchiveQueue, { reason: 'old' })).toEqual(['reason']);
  });

  test('those that ship are as anybody could send them', () => {
    expect(Object.values(shippedQueues).flatMap((queue) => wrongFields(CreateQueue, queue))).toEqual([]);
  });
});

test.each<[new () => object, object, string[]]>([
  [ListQueues, { archived: true, limit: 100 }, []],
  [ListQueues, { archived: 'perhaps' }, ['archived']],
  [GetQueue, { id }, []],
  [GetQueue, { id: 'mine' }, ['id']],
  [ListQueueTickets, { id, limit: 50, cursor: 'c', after: '1' }, []],
  [ListQueueTickets, { id, limit: 101 }, ['limit']],
])('query %p %j: wrong are %j', (input, parameters, fields) => {
  expect(wrongFields(input, parameters)).toEqual(fields);
});
