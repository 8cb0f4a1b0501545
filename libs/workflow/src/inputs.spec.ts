import { wrongFields } from '@docket/gateway/testing';
import { GetWorkflow, ListWorkflows } from './api/queries.js';
import { ChangeWorkflow } from './commands/index.js';
import { defaultWorkflow } from './domain/default-workflow.js';
import {
  STATUSES_MAX,
  STATUS_KEY_LENGTH_MAX,
  STATUS_NAME_LENGTH_MAX,
  TICKET_TYPE_LENGTH_MAX,
  TYPE_RULES_MAX,
  WORKFLOW_NAME_LENGTH_MAX,
} from './limits.js';

const status = (change: object = {}) => ({ key: 'new', name: 'New', category: 'new', ...change });
const workflow = (change: object = {}) => ({ name: 'Ours', statuses: [status()], initial: 'new', moves: [], ...change });
const rules = (change: object = {}) => ({ type: 'request', initial: 'new', moves: [], ...change });
const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

describe('a workflow as it is sent', () => {
  test.each<[string, object, string[]]>([
    ['the default one', defaultWorkflow, []],
    ['the smallest', workflow(), []],
    ['a long name', workflow({ name: 'n'.repeat(WORKFLOW_NAME_LENGTH_MAX) }), []],
    ['a longer name', workflow({ name: 'n'.repeat(WORKFLOW_NAME_LENGTH_MAX + 1) }), ['name']],
    ['a blank name', workflow({ name: ' ' }), ['name']],
    ['no statuses', workflow({ statuses: [] }), ['statuses']],
    ['many statuses', workflow({ statuses: many(STATUSES_MAX, status()) }), []],
    ['too many statuses', workflow({ statuses: many(STATUSES_MAX + 1, status()) }), ['statuses']],
    ['a long key', workflow({ statuses: [status({ key: 'k'.repeat(STATUS_KEY_LENGTH_MAX) })] }), []],
    ['a longer key', workflow({ statuses: [status({ key: 'k'.repeat(STATUS_KEY_LENGTH_MAX + 1) })] }), ['statuses[0].key']],
    ['a key with blanks', workflow({ statuses: [status({ key: 'on hold' })] }), ['statuses[0].key']],
    ['a long status name', workflow({ statuses: [status({ name: 'n'.repeat(STATUS_NAME_LENGTH_MAX) })] }), []],
    ['a longer status name', workflow({ statuses: [status({ name: 'n'.repeat(STATUS_NAME_LENGTH_MAX + 1) })] }), ['statuses[0].name']],
    ['an unknown category', workflow({ statuses: [status({ category: 'done' })] }), ['statuses[0].category']],
    ['a status that is a text', workflow({ statuses: ['new'] }), ['statuses', 'statuses[0]']],
    ['moves that are no list', workflow({ moves: 'new, open' }), ['moves']],
    ['moves to no list', workflow({ moves: [{ from: 'new', to: 'open' }] }), ['moves[0].to']],
    ['too many moves', workflow({ moves: many(STATUSES_MAX + 1, { from: 'new', to: [] }) }), ['moves']],
    ['many types', workflow({ types: many(TYPE_RULES_MAX, rules()) }), []],
    ['too many types', workflow({ types: many(TYPE_RULES_MAX + 1, rules()) }), ['types']],
    ['a long type', workflow({ types: [rules({ type: 't'.repeat(TICKET_TYPE_LENGTH_MAX) })] }), []],
    ['a longer type', workflow({ types: [rules({ type: 't'.repeat(TICKET_TYPE_LENGTH_MAX + 1) })] }), ['types[0].type']],
    ['a type without an initial status', workflow({ types: [rules({ initial: undefined })] }), ['types[0].initial']],
  ])('%s', (_what, body, fields) => {
    expect(wrongFields(ChangeWorkflow, body)).toEqual(fields);
  });
});

test('queries name their fields', () => {
  expect(wrongFields(GetWorkflow, { id: 'default' })).toEqual(['id']);
  expect(wrongFields(ListWorkflows, { limit: 0 })).toEqual(['limit']);
});
