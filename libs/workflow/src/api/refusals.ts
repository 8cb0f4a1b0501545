import type { Refusals } from '@docket/gateway';

export const workflowRefusals: Refusals = {
  'workflow.categoryChanged': {
    kind: 'invalid',
    meaning: 'A status stays in its category: events of tickets carry it.',
    advice: 'Add another status, and retire this one.',
  },
  'workflow.exists': { kind: 'conflict', meaning: 'There is a workflow of this id.' },
  'workflow.initialEnded': {
    kind: 'invalid',
    meaning: 'The initial status is resolved or closed.',
    advice: 'Begin with a status that is new, open or paused.',
  },
  'workflow.initialRetired': { kind: 'invalid', meaning: 'The initial status is retired.', advice: 'Begin with another one.' },
  'workflow.moveRepeated': { kind: 'invalid', meaning: 'A move stands twice in the same list.', advice: 'Leave one of them out.' },
  'workflow.moveToItself': { kind: 'invalid', meaning: 'A move leads from a status to itself.', advice: 'Leave it out.' },
  'workflow.moveToRetired': {
    kind: 'invalid',
    meaning: 'A move leads to a retired status.',
    advice: 'Leave it out, or take the status out of retirement.',
  },
  'workflow.movesRepeated': {
    kind: 'invalid',
    meaning: 'The moves from one status stand in two places.',
    advice: 'Put them into one list.',
  },
  'workflow.noEnd': {
    kind: 'invalid',
    meaning: 'From a status no moves lead to a resolved or closed one: tickets would stay there for good.',
    advice: 'Add moves that come to an end.',
  },
  'workflow.notFound': { kind: 'unprocessable', meaning: 'There is no such workflow.', advice: 'Look for it among `GET /workflows`.' },
  'workflow.statusRemoved': {
    kind: 'invalid',
    meaning: 'A status can’t be removed, because tickets may be in it.',
    advice: 'Mark it `retired`.',
  },
  'workflow.statusRepeated': { kind: 'invalid', meaning: 'Two statuses have the same key.', advice: 'Give each its own.' },
  'workflow.typeRepeated': { kind: 'invalid', meaning: 'A ticket type has rules twice.', advice: 'Put them into one entry.' },
  'workflow.unknownStatus': {
    kind: 'invalid',
    meaning: 'A rule names a status that is not among the statuses.',
    advice: 'Add the status, or correct the rule.',
  },
  'workflow.unreachable': {
    kind: 'invalid',
    meaning: 'No moves lead to a status that is not retired.',
    advice: 'Add a move to it, or retire it.',
  },
};
