import { INTEGER, TEXT, field, listOf, oneOf, optional, record } from '@docket/gateway';
import { DIMENSIONS } from '../domain/report.js';

const value = optional(TEXT, 'Where `by` asks for it');

export const volumeReportAnswer = record('VolumeReport', 'How many tickets were created, resolved and reopened', {
  report: field(TEXT, 'Its name'),
  by: field(listOf(oneOf('VolumeDimension', DIMENSIONS)), 'What is told apart'),
  from: optional(TEXT, 'The first day'),
  to: optional(TEXT, 'The last day'),
  rows: field(
    listOf(
      record('VolumeRow', 'One line of a report', {
        key: field(TEXT, 'The values, with commas between them'),
        ...Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, value])),
        count: field(INTEGER, 'The same as `created`'),
        created: field(INTEGER, 'Tickets that were created'),
        resolved: field(INTEGER, 'Tickets that were resolved'),
        reopened: field(INTEGER, 'Tickets that were reopened'),
      }),
    ),
    'The lines',
  ),
});
