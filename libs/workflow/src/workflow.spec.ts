import { given } from '@docket/deciding/testing';
import { ChangeWorkflow, DefineWorkflow } from './commands/index.js';
import { workflowDecider } from './decider.js';
import { defaultWorkflow } from './domain/default-workflow.js';
import { categoryOf, initialStatus, isReopening, move, movesFrom } from './domain/workflow.js';
import type { Moves, Status, TypeRules, WorkflowDefinition } from './domain/workflow.js';

const define = (definition: Partial<WorkflowDefinition>) => Object.assign(new DefineWorkflow(), small, definition);
const change = (definition: Partial<WorkflowDefinition>) => Object.assign(new ChangeWorkflow(), small, definition);

const todo: Status = { key: 'todo', name: 'To do', category: 'new' };
const doing: Status = { key: 'doing', name: 'Doing', category: 'open' };
const done: Status = { key: 'done', name: 'Done', category: 'closed' };
const statuses = [todo, doing, done];
const moves: readonly Moves[] = [
  { from: 'todo', to: ['doing', 'done'] },
  { from: 'doing', to: ['done'] },
];
const small: WorkflowDefinition = { name: 'Small', statuses, initial: 'todo', moves, types: [] };
const defined = { type: 'WorkflowDefined', data: small } as const;

const question: TypeRules = {
  type: 'question',
  initial: 'doing',
  moves: [
    { from: 'doing', to: ['done'] },
    { from: 'todo', to: ['doing'] },
  ],
};

describe('the default workflow', () => {
  const workflow = given(workflowDecider)
    .when(Object.assign(new DefineWorkflow(), defaultWorkflow))
    .then([{ type: 'WorkflowDefined', data: defaultWorkflow }]);
  const keys = workflow.statuses.map(({ key }) => key);

  test('has a status for each category, and begins with new', () => {
    expect(keys.map((key) => categoryOf(workflow, key))).toEqual(['new', 'open', 'paused', 'paused', 'resolved', 'closed']);
    expect(initialStatus(workflow, 'incident')).toBe('new');
  });

  test('returns nothing to new', () => {
    expect(keys.filter((key) => move(workflow, 'incident', key, 'new'))).toEqual([]);
  });

  test('is left from closed by reopening alone', () => {
    expect(movesFrom(workflow, 'incident', 'closed')).toEqual(['open']);
    expect(isReopening('closed', 'open')).toBe(true);
    expect(isReopening('resolved', 'closed')).toBe(false);
    expect(isReopening('paused', 'open')).toBe(false);
  });

  test('lets work be paused, taken up again, and resolved from anywhere', () => {
    for (const from of ['new', 'open', 'pending', 'on_hold']) expect(move(workflow, 'incident', from, 'resolved')).toBe(true);
    expect(move(workflow, 'incident', 'pending', 'on_hold')).toBe(true);
    expect(move(workflow, 'incident', 'on_hold', 'open')).toBe(true);
    expect(move(workflow, 'incident', 'resolved', 'open')).toBe(true);
  });

  test('leads nowhere from a status that it does not know', () => {
    expect(move(workflow, 'incident', 'lost', 'open')).toBe(false);
    expect(move(workflow, 'incident', 'open', 'lost')).toBe(false);
    expect(categoryOf(workflow, 'lost')).toBeUndefined();
  });
});

describe('a definition', () => {
  test('is kept with tidy names, and no types where none are given', () => {
    const { types: _, ...withoutTypes } = small;
    given(workflowDecider)
      .when(Object.assign(new DefineWorkflow(), { ...withoutTypes, name: ' Small ' }))
      .then([defined]);
  });

  test('may have rules of its own for a ticket type', () => {
    const workflow = given(workflowDecider)
      .when(define({ types: [question] }))
      .then([{ type: 'WorkflowDefined', data: { ...small, types: [question] } }]);
    expect(initialStatus(workflow, 'question')).toBe('doing');
    expect(initialStatus(workflow, 'incident')).toBe('todo');
    expect(move(workflow, 'question', 'todo', 'done')).toBe(false);
    expect(move(workflow, 'incident', 'todo', 'done')).toBe(true);
  });

  test('need not come to every status by every type’s rules', () => {
    const asked: Status = { key: 'asked', name: 'Asked', category: 'new' };
    const types = [{ ...question, initial: 'asked', moves: [...question.moves, { from: 'asked', to: ['doing'] }] }];
    const withAsked = { statuses: [...statuses, asked], moves: [...moves, { from: 'asked', to: ['doing'] }] };
    given(workflowDecider)
      .when(define({ ...withAsked, types }))
      .then([{ type: 'WorkflowDefined', data: { ...small, ...withAsked, types } }]);
    given(workflowDecider).when(define(withAsked)).thenRefused('workflow.unreachable');
  });

  const retired: Status = { key: 'old', name: 'Old', category: 'open', retired: true };

  test('may have a retired status, which is only left', () => {
    const withOld = { statuses: [...statuses, retired], moves: [...moves, { from: 'old', to: ['doing'] }] };
    given(workflowDecider)
      .when(define(withOld))
      .then([{ type: 'WorkflowDefined', data: { ...small, ...withOld } }]);
  });

  test.each<[string, Partial<WorkflowDefinition>, string, string]>([
    ['two statuses of one key', { statuses: [...statuses, { ...doing, name: 'Again' }] }, 'statusRepeated', 'statuses[3].key'],
    ['an initial status that is not there', { initial: 'begin' }, 'unknownStatus', 'initial'],
    ['an initial status that is closed', { initial: 'done' }, 'initialEnded', 'initial'],
    ['an initial status that is retired', { statuses: [...statuses, retired], initial: 'old' }, 'initialRetired', 'initial'],
    ['moves from nowhere', { moves: [...moves, { from: 'begin', to: ['todo'] }] }, 'unknownStatus', 'moves[2].from'],
    ['moves to nowhere', { moves: [...moves, { from: 'done', to: ['end'] }] }, 'unknownStatus', 'moves[2].to'],
    ['moves in two places', { moves: [...moves, { from: 'todo', to: [] }] }, 'movesRepeated', 'moves[2].from'],
    ['a move to itself', { moves: [...moves, { from: 'done', to: ['done'] }] }, 'moveToItself', 'moves[2].to'],
    ['a move said twice', { moves: [...moves, { from: 'done', to: ['doing', 'doing'] }] }, 'moveRepeated', 'moves[2].to'],
    [
      'a move into a retired status',
      { statuses: [...statuses, retired], moves: [...moves, { from: 'done', to: ['old'] }] },
      'moveToRetired',
      'moves[2].to',
    ],
    [
      'a status that nothing comes to',
      {
        moves: [
          { from: 'todo', to: ['done'] },
          { from: 'doing', to: ['done'] },
        ],
      },
      'unreachable',
      'statuses[1]',
    ],
    ['a status without an end', { moves: [{ from: 'todo', to: ['doing', 'done'] }] }, 'noEnd', 'moves'],
    ['no end at all', { statuses: [todo, doing], moves: [{ from: 'todo', to: ['doing'] }] }, 'noEnd', 'moves'],
    ['a retired status without an end', { statuses: [...statuses, retired] }, 'noEnd', 'moves'],
    ['a type twice', { types: [question, question] }, 'typeRepeated', 'types[1].type'],
    ['a type whose moves lead nowhere', { types: [{ ...question, moves: [] }] }, 'noEnd', 'types[0].moves'],
    ['a type that begins nowhere', { types: [{ ...question, initial: 'x' }] }, 'unknownStatus', 'types[0].initial'],
  ])('with %s is refused', (_what, wrong, code, field) => {
    expect(given(workflowDecider).when(define(wrong)).thenRefused(`workflow.${code}`)).toMatchObject({ kind: 'invalid', field });
    expect(given(workflowDecider, [defined]).when(change(wrong)).thenRefused(`workflow.${code}`)).toMatchObject({ field });
  });

  test('does not take the place of another one', () => {
    given(workflowDecider, [defined]).when(define({})).thenRefused('workflow.exists');
  });
});

describe('a change of a workflow', () => {
  test('puts the whole definition in the place of the present one', () => {
    const reopening = { moves: [...moves, { from: 'done', to: ['doing'] }] };
    const workflow = given(workflowDecider, [defined])
      .when(change(reopening))
      .then([{ type: 'WorkflowChanged', data: { ...small, ...reopening } }]);
    expect(workflow.revision).toBe(1);
    expect(move(workflow, 'incident', 'done', 'doing')).toBe(true);
  });

  test('that changes nothing is no event', () => {
    given(workflowDecider, [defined])
      .when(change({ name: ' Small', statuses: statuses.map((status) => ({ ...status, retired: false })) }))
      .thenNothingHappened();
  });

  test('takes no status away, because tickets may be in it', () => {
    given(workflowDecider, [defined])
      .when(change({ statuses: [todo, done], moves: [{ from: 'todo', to: ['done'] }] }))
      .thenRefused('workflow.statusRemoved');
  });

  test('leaves each status its category, because events have told it', () => {
    given(workflowDecider, [defined])
      .when(change({ statuses: [todo, { ...doing, category: 'paused' }, done] }))
      .thenRefused('workflow.categoryChanged');
  });

  test('may rename a status and retire it', () => {
    const renamed: Status = { ...doing, name: 'In hand', retired: true };
    const changed = {
      statuses: [todo, renamed, done],
      moves: [
        { from: 'todo', to: ['done'] },
        { from: 'doing', to: ['done'] },
      ],
    };
    given(workflowDecider, [defined])
      .when(change(changed))
      .then([{ type: 'WorkflowChanged', data: { ...small, ...changed } }]);
  });

  test('needs a workflow', () => {
    given(workflowDecider).when(change({})).thenRefused('workflow.notFound');
  });
});
