import { page } from '@docket/gateway';
import type { Operation } from '@docket/gateway';
import { workflowAnswer } from './answers.js';
import { ChangeWorkflow } from '../commands/index.js';
import { workflowDecider } from '../decider.js';
import { defaultWorkflow } from '../domain/default-workflow.js';
import { GetWorkflow, ListWorkflows } from './queries.js';

const tag = 'Workflows';
const readers = ['administrator', 'supervisor', 'agent', 'auditor'] as const;

export const workflowOperations: readonly Operation[] = [
  {
    name: 'listWorkflows',
    summary: 'Workflows, by name',
    tag,
    method: 'GET',
    path: '/workflows',
    roles: readers,
    analyst: 'whole',
    kind: 'query',
    query: ListWorkflows,
    answer: page(workflowAnswer),
  },
  {
    name: 'getWorkflow',
    summary: 'A workflow: its statuses and the moves between them',
    tag,
    method: 'GET',
    path: '/workflows/:id',
    roles: readers,
    analyst: 'whole',
    kind: 'query',
    query: GetWorkflow,
    answer: workflowAnswer,
    refusals: ['workflow.notFound'],
  },
  {
    name: 'changeWorkflow',
    summary: 'Puts a whole definition in the place of the present one',
    description:
      'Every status must be reached by some moves and come to a resolved or closed one. A status is never removed, because tickets may be in it: mark it `retired` and lead no moves to it. Rules in `types` stand instead of the workflow’s own for tickets of that type.',
    tag,
    method: 'PUT',
    path: '/workflows/:id',
    roles: ['administrator', 'supervisor'],
    kind: 'command',
    decider: workflowDecider,
    command: ChangeWorkflow,
    answer: workflowAnswer,
    example: defaultWorkflow,
    refusals: [
      'workflow.notFound',
      'workflow.statusRepeated',
      'workflow.unknownStatus',
      'workflow.initialRetired',
      'workflow.initialEnded',
      'workflow.movesRepeated',
      'workflow.moveToItself',
      'workflow.moveToRetired',
      'workflow.moveRepeated',
      'workflow.unreachable',
      'workflow.noEnd',
      'workflow.typeRepeated',
      'workflow.statusRemoved',
      'workflow.categoryChanged',
    ],
  },
];
