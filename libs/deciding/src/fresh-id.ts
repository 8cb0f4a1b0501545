import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Ids whose random bytes are asked of the system at once: a call for each would cost more than all the rest of an id. */
const IDS_AT_ONCE = 256;
const ID_BYTES = 16;

const pool = Buffer.alloc(IDS_AT_ONCE * ID_BYTES);
let usedBytes = pool.length;

const randomBytesOfId = (): Buffer => {
  if (usedBytes === pool.length) {
    randomFillSync(pool);
    usedBytes = 0;
  }
  usedBytes += ID_BYTES;
  return pool.subarray(usedBytes - ID_BYTES, usedBytes);
};

let lastMs = Number.NEGATIVE_INFINITY;
let sequence = 0;

/** UUID v7 (RFC 9562): later ones are greater, those of one millisecond and those after a clock was set back too. */
export const freshId = (): string => {
  const random = randomBytesOfId();
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // 31 bits: room to count up within the millisecond.
    sequence = random.readUInt32BE(6) >>> 1;
  } else sequence++;
  return v7({ random, msecs: lastMs, seq: sequence });
};
