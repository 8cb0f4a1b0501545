import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { analyticsOperations } from './api/operations.js';
import { GetVolumeReportHandler } from './api/volume-report.js';
import { analyticsRefusals } from './api/refusals.js';
import { volumeProjection } from './projections/volume.js';

@Module({ providers: [GetVolumeReportHandler] })
class AnalyticsModule {}

/** Analytics: reports that are added up from buckets, never from tickets. */
export const analytics: Capability = {
  name: 'analytics',
  events: [],
  deciders: [],
  projections: (settings) => [volumeProjection(settings)],
  operations: analyticsOperations,
  refusals: analyticsRefusals,
  module: AnalyticsModule,
};
