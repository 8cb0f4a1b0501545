import type { Operation } from '@docket/gateway';
import { volumeReportAnswer } from './answers.js';
import { GetVolumeReport } from './volume-report.js';

export const analyticsOperations: readonly Operation[] = [
  {
    name: 'getVolumeReport',
    summary: 'How many tickets were created, resolved and reopened',
    description:
      'Counted on the day on which it happened, in the service’s time zone, under the team, priority and type that the ticket has now. `count` is the number created. As CSV with `Accept: text/csv` or `format=csv`.',
    tag: 'Analytics',
    method: 'GET',
    path: '/analytics/volume',
    roles: ['administrator', 'supervisor', 'agent', 'auditor'],
    analyst: 'whole',
    kind: 'query',
    query: GetVolumeReport,
    answer: volumeReportAnswer,
    mediaTypes: { 'text/csv': { format: 'csv' } },
    example: { from: '2024-05-01', to: '2024-05-31', by: ['day', 'team'] },
    refusals: ['by.periods', 'range.reversed', 'range.tooLong'],
  },
];
