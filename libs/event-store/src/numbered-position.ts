import type { Position } from './event.js';
import { InvalidPosition } from './failures.js';

/** Positions of stores that number their events from 1 on, densely: twenty digits, so that the order of texts is the order of numbers. */
const WIDTH = 20;
const form = new RegExp(`^\\d{${WIDTH}}$`);

export const positionOf = (ordinal: number): Position => String(ordinal).padStart(WIDTH, '0');

/** Is it of the form? */
export const isNumberedPosition = (text: string): boolean => form.test(text);

/** The event's ordinal; 0 for an absent position. Fails with InvalidPosition. */
export const ordinalOf = (position: Position | undefined): number => {
  if (position === undefined) return 0;
  if (!isNumberedPosition(position)) throw new InvalidPosition(position);
  // No log has as many events as a number can hold exactly: what is beyond is beyond its end.
  return Math.min(Number(position), Number.MAX_SAFE_INTEGER);
};
