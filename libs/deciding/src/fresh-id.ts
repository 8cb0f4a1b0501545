import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Ids whose random bytes are asked of the system at once: a call for each would cost more than all the rest of an id. */
const IDS_AT_ONCE = 256;
const ID_BYTES = 16;

const pool = Buffer.alloc(IDS_AT_ONCE * ID_BYTES);
let usedBytes = pool.length;

/** The random bytes of an id, until the next one is asked for. */
const random = new Uint8Array(ID_BYTES);
const view = new DataView(random.buffer);

const takeRandom = (): void => {
  if (usedBytes === pool.length) {
    randomFillSync(pool);
    usedBytes = 0;
  }
  for (let i = 0; i < ID_BYTES; i++) random[i] = pool[usedBytes + i] as number;
  usedBytes += ID_BYTES;
};

let lastMs = Number.NEGATIVE_INFINITY;
let sequence = 0;

/** 31 bits: room to count up within the millisecond. */
const randomSequence = (): number => view.getUint32(6) >>> 1;

const id = Buffer.alloc(ID_BYTES);

/** UUID v7 (RFC 9562): later ones are greater, those of one millisecond and those after a clock was set back too. */
export const freshId = (): string => {
  takeRandom();
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = randomSequence();
  } else sequence++;
  v7({ random, msecs: lastMs, seq: sequence }, id);
  return textOf(id);
};

const HEX = Buffer.from('0123456789abcdef');
/** `00000000-0000-0000-0000-000000000000`, and where the two digits of each byte stand in it. */
const text = Buffer.from('00000000-0000-0000-0000-000000000000');
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/** Written in one piece: the package's own puts a text together of twenty, and what is done with an id next has to join them. */
const textOf = (bytes: Buffer): string => {
  for (let i = 0; i < ID_BYTES; i++) {
    const byte = bytes[i] as number;
    const at = PLACES[i] as number;
    text[at] = HEX[byte >> 4] as number;
    text[at + 1] = HEX[byte & 15] as number;
  }
  return text.toString('latin1');
};
