import 'reflect-metadata';
import { projectionProperties } from '@docket/projecting/testing';
import { eventsOf, logOf, opened, wishes } from '@docket/tickets/testing';
import type { VolumeEvent } from '../domain/volume.js';
import { volumeProjection } from './volume.js';

projectionProperties([volumeProjection({ timeZone: 'Asia/Shanghai' })], wishes({ tickets: 4, most: 25 }).map(logOf), { runs: 30 });

test('days are those of the service’s time zone, which is part of the version', () => {
  const [event] = eventsOf([{ fact: { ...opened(), occurredAt: '2024-05-20T17:00:00.000Z' } }]);
  const days = (timeZone: string) => Object.keys(volumeProjection({ timeZone }).fold(undefined, event as VolumeEvent)?.days ?? {});
  expect([days('UTC'), days('Asia/Shanghai')]).toEqual([['2024-05-20'], ['2024-05-21']]);
  expect(volumeProjection({ timeZone: 'UTC' }).version).not.toBe(volumeProjection({ timeZone: 'Asia/Shanghai' }).version);
});
