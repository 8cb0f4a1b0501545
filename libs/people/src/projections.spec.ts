import 'reflect-metadata';
import fc from 'fast-check';
import { ORDER_VALUE_BYTES_MAX, TERMS_MAX } from '@docket/document-store';
import { drawsEachType } from '@docket/event-store/testing';
import type { ProjectedCollection } from '@docket/projecting';
import { projectionProperties } from '@docket/projecting/testing';
import { agents } from './agent/projections/agents.js';
import { people } from './capability.js';
import { customers } from './customer/projections/customers.js';
import {
  EXTERNAL_ID_LENGTH_MAX,
  EXTERNAL_SYSTEM_LENGTH_MAX,
  LOGIN_LENGTH_MAX,
  NAME_LENGTH_MAX,
  TEAM_MEMBERS_MAX,
} from './domain/limits.js';
import { teams } from './team/projections/teams.js';
import { Town, steps } from './testing/random-town.js';

// The executor is asynchronous, so the logs are made before the properties are asked.
const towns = await Promise.all(fc.sample(steps, { numRuns: 40, seed: 6 }).map(Town.after));
const logs = await Promise.all(towns.map(({ log }) => log.events()));

drawsEachType(people.events, logs);

projectionProperties([agents, teams, customers], logs, { runs: 40 });

describe('at the limits of what is told', () => {
  const rowsFit = <Row extends object>({ rows }: { readonly rows: ProjectedCollection<Row> }, row: Row) => {
    const terms = rows.terms?.(row) ?? [];
    expect(terms.length).toBeLessThanOrEqual(TERMS_MAX);
    for (const { by } of Object.values(rows.orders)) {
      expect(Buffer.byteLength(String(by(row)))).toBeLessThanOrEqual(ORDER_VALUE_BYTES_MAX);
    }
    return terms;
  };
  const subject = { id: 'i', revision: 0, position: '1', createdAt: '', updatedAt: '' };
  const wide = (length: number) => '😀'.repeat(length);
  const externalRef = { system: 's'.repeat(EXTERNAL_SYSTEM_LENGTH_MAX), id: wide(EXTERNAL_ID_LENGTH_MAX) };
  // One character that is eighteen when names are compared.
  const name = 'ﷺ'.repeat(NAME_LENGTH_MAX);

  test('documents are found by everything, and have no more than a store takes', () => {
    const login = wide(LOGIN_LENGTH_MAX);
    const email = `${'ü'.repeat(32)}@${'a'.repeat(250)}`;
    expect(rowsFit(agents, { ...subject, name, login, email, active: true, externalRef })).toHaveLength(4);
    expect(rowsFit(customers, { ...subject, name, email, externalRef })).toHaveLength(2);
    const members = Array.from({ length: TEAM_MEMBERS_MAX }, (_, index) => `${index}`);
    expect(rowsFit(teams, { ...subject, name, members, externalRef })).toHaveLength(TEAM_MEMBERS_MAX + 1);
  });

  test('what is longer all the same is not found by it, and stops no projection', () => {
    const tooLong = { system: 's', id: wide(200) };
    expect(rowsFit(customers, { ...subject, name: wide(10_000), externalRef: tooLong })).toEqual([]);
    const members = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    expect(rowsFit(teams, { ...subject, name, members, externalRef: tooLong })).toHaveLength(TERMS_MAX);
  });
});
