import { Module } from '@nestjs/common';
import type { Capability } from '@docket/gateway';
import { analyticsOperations } from './api/operations.js';
import { GetVolumeReportHandler } from './api/volume-report.js';
import { analyticsRefusals } from './api/refusals.js';
import { analyticsReadSide } from './read-side.js';

@Module({ providers: [GetVolumeReportHandler] })
class AnalyticsModule {}

/** Analytics: reports that are added up from buckets, never from tickets. */
export const analytics: Capability = {
  ...analyticsReadSide,
  deciders: [],
  operations: analyticsOperations,
  refusals: analyticsRefusals,
  module: AnalyticsModule,
};
