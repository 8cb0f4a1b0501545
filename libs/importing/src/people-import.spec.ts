import { agentFold } from '@docket/people';
import type { PersonRef } from './domain/people-of-row.js';
import { PeopleImport } from './people-import.js';
import { Desk } from './testing/desk.js';

const agent = (externalId: string): PersonRef => ({ kind: 'agent', externalId, name: `Agent ${externalId}` });

describe('people of a log', () => {
  test('are made once, however few can be kept in mind', async () => {
    const desk = await Desk.open();
    const remembered = new Set<string>();
    const memory = { knowsPerson: (key: string) => remembered.has(key) };
    const people = new PeopleImport(desk.executor, desk.identities, memory, { kind: 'import', id: 'desk' }, 2);
    for (const names of [
      ['a', 'b', 'a'],
      ['c', 'a'],
      ['b', 'c', 'd'],
    ])
      for (const key of await people.ensure(names.map(agent))) remembered.add(key);
    expect([...remembered]).toEqual(['agent/a', 'agent/b', 'agent/c', 'agent/d']);
    for (const name of ['a', 'b', 'c', 'd']) {
      const loaded = await desk.executor.load(agentFold, people.idOf(agent(name)));
      expect(loaded).toMatchObject({ revision: 0, state: { name: `Agent ${name}` } });
    }
  });

  test('of another source or kind are other people', async () => {
    const desk = await Desk.open();
    const memory = { knowsPerson: () => false };
    const of = (source: string) => new PeopleImport(desk.executor, desk.identities, memory, { kind: 'import', id: source });
    const ids = [of('x').idOf(agent('a')), of('y').idOf(agent('a')), of('x').idOf({ ...agent('a'), kind: 'customer' })];
    expect(new Set(ids).size).toBe(3);
    expect(of('x').idOf(agent('a'))).toBe(ids[0]);
  });
});
