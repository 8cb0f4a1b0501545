import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { EXIT } from '../exit-codes.js';
import { SAME_STOP_MS, STOP_MS_MAX, untilStopped } from './stop-signals.js';

class Exiting extends EventEmitter {
  readonly codes: number[] = [];
  exit(code: number): void {
    this.codes.push(code);
  }
}

describe('the signals that stop the program', () => {
  let program: Exiting;
  let said: string[];
  let now: number;
  const begin = () =>
    untilStopped(
      (line) => said.push(line),
      program,
      () => now,
    );
  const send = (signal: string) => program.emit(signal, signal);
  beforeEach(() => {
    jest.useFakeTimers();
    [program, said, now] = [new Exiting(), [], 7_000];
  });
  afterEach(() => jest.useRealTimers());

  test.each(['SIGINT', 'SIGTERM'])('the first %s asks for the stop', (signal) => {
    const stop = begin();
    expect(stop.aborted).toBe(false);
    send(signal);
    expect([stop.aborted, stop.reason]).toEqual([true, signal]);
    expect(program.codes).toEqual([]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('a second one, %s, ends it at once, with the code that shells give it', (signal, code) => {
    begin();
    send('SIGINT');
    now += SAME_STOP_MS;
    send(signal);
    expect({ codes: program.codes, said }).toEqual({ codes: [code], said: [`ended at once, by a second ${signal}`] });
  });

  test('what comes sooner is the first one once more: npm sends on the Ctrl-C that the terminal has sent already', () => {
    const stop = begin();
    send('SIGINT');
    now += SAME_STOP_MS - 1;
    send('SIGINT');
    expect([stop.aborted, program.codes, said]).toEqual([true, [], []]);
  });

  test('a stop that does not end is broken off', () => {
    begin();
    jest.advanceTimersByTime(2 * STOP_MS_MAX);
    send('SIGTERM');
    jest.advanceTimersByTime(STOP_MS_MAX - 1);
    expect(program.codes).toEqual([]);
    jest.advanceTimersByTime(1);
    expect({ codes: program.codes, said }).toEqual({ codes: [EXIT.internal], said: ['the stop took too long and is broken off'] });
  });
});
