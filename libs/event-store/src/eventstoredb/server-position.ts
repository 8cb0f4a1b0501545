import type { Position as ServerPosition } from '@eventstore/db-client';
import type { Position } from '../event.js';
import { InvalidPosition } from '../failures.js';

/** A position of the server is two offsets, commit and prepare: twenty digits each, joined, so that the order of texts is the order of the log. */
const WIDTH = 20;
const form = new RegExp(`^\\d{${2 * WIDTH}}$`);
/** The server's offsets are signed 64-bit integers. */
const OFFSET_MAX = String(2n ** 63n - 1n).padStart(WIDTH, '0');

export const positionText = ({ commit, prepare }: ServerPosition): Position =>
  String(commit).padStart(WIDTH, '0') + String(prepare).padStart(WIDTH, '0');

/** Is it of the form? */
export const isServerPosition = (text: string): boolean =>
  form.test(text) && text.slice(0, WIDTH) <= OFFSET_MAX && text.slice(WIDTH) <= OFFSET_MAX;

/** Fails with InvalidPosition. */
export const serverPosition = (text: Position): ServerPosition => {
  if (!isServerPosition(text)) throw new InvalidPosition(text);
  return { commit: BigInt(text.slice(0, WIDTH)), prepare: BigInt(text.slice(WIDTH)) };
};
