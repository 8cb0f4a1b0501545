import { AssertionError } from 'node:assert';
import { InvalidEvent } from '@docket/event-store';
import { given } from './given.js';
import { LogEntry, MoorBoat, RegisterBoat, RenameBoat, ScrapBoat, berthDecider, boatDecider } from './harbour.js';
import type { BoatEvent } from './harbour.js';
import type { FactOf } from '../decider.js';

const registered: FactOf<BoatEvent> = { type: 'BoatRegistered', data: { name: 'Ada' } };
const rename = (name: string) => Object.assign(new RenameBoat(), { name });
const moor = (berth: string) => Object.assign(new MoorBoat(), { berth });
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error('nothing was asserted');
};

describe('given, when, then', () => {
  test('compares what was decided, and gives the state after it', () => {
    const boat = given(boatDecider, [registered])
      .when(rename('Eve'))
      .then([{ type: 'BoatRenamed', data: { name: 'Eve' } }]);
    expect(boat).toMatchObject({ name: 'Eve', revision: 1 });
  });

  test('shows the difference when other facts were decided', () => {
    const message = messageOf(() =>
      given(boatDecider, [registered])
        .when(rename('Eve'))
        .then([{ type: 'BoatRenamed', data: { name: 'Ida' } }]),
    );
    expect(message).toMatch(/\+ +name: 'Eve'/);
    expect(message).toMatch(/- +name: 'Ida'/);
  });

  test('takes an empty decision for nothing happened, and nothing else', () => {
    given(boatDecider, [registered]).when(rename('Ada')).thenNothingHappened();
    expect(messageOf(() => given(boatDecider, [registered]).when(rename('Eve')).thenNothingHappened())).toContain('Eve');
    expect(messageOf(() => given(boatDecider, [registered]).when(rename('Ada')).then([]))).toContain('thenNothingHappened');
  });

  test('gives the refusal for more questions, and tells what was refused instead', () => {
    const refusal = given(boatDecider, [registered, { type: 'BoatScrapped', data: {} }])
      .when(rename('Eve'))
      .thenRefused('boat.scrapped');
    expect(refusal.kind).toBe('conflict');
    expect(messageOf(() => given(boatDecider, [registered]).when(rename('Eve')).thenRefused('boat.scrapped'))).toContain('BoatRenamed');
    expect(messageOf(() => given(boatDecider).when(new RegisterBoat()).thenRefused('x'))).not.toBe('');
  });

  test('has streams to refer to: those that are given, as long as the command names them', () => {
    const berth = '018f8c7e-0000-7000-8000-0000000000be';
    given(boatDecider, [registered]).when(moor(berth)).thenRefused('berth.closed');
    given(boatDecider, [registered])
      .when(moor(berth), { references: [{ fold: berthDecider, id: berth, facts: [{ type: 'BerthOpened', data: {} }] }] })
      .then([{ type: 'BoatMoored', data: { berth } }]);
  });

  test('has the number and the targets of required commands', () => {
    const register = Object.assign(new RegisterBoat(), { name: 'Ada', numbered: true, licence: 'L1' });
    given(boatDecider)
      .when(register, { number: '2024/7', required: { skipper: 'somebody' } })
      .then([{ type: 'BoatRegistered', data: { name: 'Ada', number: '2024/7', skipper: 'somebody' } }]);
  });

  test('refuses as the executor does: an absent stream, and what is said to happen later', () => {
    given(boatDecider).when(new ScrapBoat()).thenRefused('boat.notFound');
    const later = Object.assign(new LogEntry(), { entry: 'x', occurredAt: '2024-05-20T08:00:00.001Z' });
    given(boatDecider, [registered]).when(later).thenRefused('occurredAt.future');
    given(boatDecider, [registered])
      .when(later, { now: '2024-05-20T08:00:00.001Z' })
      .then([{ type: 'BoatLogged', data: { entry: 'x' }, occurredAt: '2024-05-20T08:00:00.001Z' }]);
  });

  test('does not let a fact pass that no log can hold', () => {
    const entry = Object.assign(new LogEntry(), { entry: undefined });
    expect(() => given(boatDecider, [registered]).when(entry).thenNothingHappened()).toThrow(InvalidEvent);
  });
});
