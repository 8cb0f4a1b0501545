import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes at the beginning of a file, and before a place in it, by which it is recognised. */
const SAMPLE_BYTES = 16 * 1024;

/** Tells whether a file begins as another one did, up to a place: not by all of its bytes, so that it costs the same however large the file is. */
export const fingerprint = async (file: string, offset: number): Promise<string> => {
  const handle = await open(file, 'r');
  try {
    const hash = createHash('sha256').update(`${offset}\n`);
    for (const start of [0, Math.max(0, offset - SAMPLE_BYTES)]) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, Math.min(SAMPLE_BYTES, offset - start), start);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
};
