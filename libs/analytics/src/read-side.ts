import type { ReadSide } from '@docket/projecting';
import { volumeProjection } from './projections/volume.js';

export const analyticsReadSide: ReadSide = {
  name: 'analytics',
  events: [],
  projections: (settings) => [volumeProjection(settings)],
};
