import { parcelLogs, parcels } from './testing/parcels.js';
import { projectionProperties } from './testing/projection-properties.js';

projectionProperties([parcels()], parcelLogs, { runs: 200 });
