import type { Refusals } from '@docket/gateway';

export const analyticsRefusals: Refusals = {
  'by.periods': {
    kind: 'invalid',
    meaning: 'A report tells days, weeks or months apart, and not several of them.',
    advice: 'Give one of them in `by`.',
  },
  'range.reversed': { kind: 'invalid', meaning: '`from` is later than `to`.', advice: 'Exchange them.' },
  'range.tooLong': {
    kind: 'invalid',
    meaning: 'The range has more periods than one report may tell apart.',
    advice: 'Ask for a shorter range, or for longer periods.',
  },
};
