import type { Executor, Identities } from '@docket/deciding';
import { agentFold, teamFold } from '@docket/people';
import { IN_FLIGHT_MAX, KNOWN_PEOPLE_MAX, NAMES_TRIED_MAX } from './domain/limits.js';
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

  test('are teams under a name of their own each, where a log writes one name in many ways, up to NAMES_TRIED_MAX of them', async () => {
    const desk = await Desk.open();
    const memory = { knowsPerson: () => false };
    const people = new PeopleImport(desk.executor, desk.identities, memory, { kind: 'import', id: 'desk' });
    // Each is written with a capital somewhere else: to people they are all one name.
    const spelt = (nth: number): string =>
      [...'networks'].map((letter, bit) => ((nth >> bit) & 1 ? letter.toUpperCase() : letter)).join('');
    const team = (name: string): PersonRef => ({ kind: 'team', externalId: name, name });
    const names: unknown[] = [];
    for (let nth = 0; nth < NAMES_TRIED_MAX; nth += 1) {
      await people.ensure([team(spelt(nth))]);
      names.push((await desk.executor.load(teamFold, people.idOf(team(spelt(nth)))))?.state.name);
    }
    expect(names.slice(0, 4)).toEqual(['networks', 'Networks (desk)', 'nEtworks (desk 2)', 'NEtworks (desk 3)']);
    expect(new Set(names).size).toBe(NAMES_TRIED_MAX);
    await expect(people.ensure([team(spelt(NAMES_TRIED_MAX))])).rejects.toThrow("can't be made: the name is taken");
  });

  test('of another source or kind are other people', async () => {
    const desk = await Desk.open();
    const memory = { knowsPerson: () => false };
    const of = (source: string) => new PeopleImport(desk.executor, desk.identities, memory, { kind: 'import', id: source });
    const ids = [of('x').idOf(agent('a')), of('y').idOf(agent('a')), of('x').idOf({ ...agent('a'), kind: 'customer' })];
    expect(new Set(ids).size).toBe(3);
    expect(of('x').idOf(agent('a'))).toBe(ids[0]);
  });

  describe('of many people', () => {
    const NOT_THERE = { knowsPerson: () => false };
    const NOBODY_MADE = {} as Executor;

    test('as many ids are kept in mind as may be', () => {
      const worked: string[] = [];
      const identities = { fromSecret: (_purpose: string, text: string) => (worked.push(text), text) } as unknown as Identities;
      const people = new PeopleImport(NOBODY_MADE, identities, NOT_THERE, { kind: 'import', id: 'desk' });
      for (let at = 0; at < KNOWN_PEOPLE_MAX; at++) people.idOf(agent(String(at)));
      people.idOf(agent('0'));
      expect(worked).toHaveLength(KNOWN_PEOPLE_MAX);
      people.idOf(agent('one more'));
      people.idOf(agent('0'));
      expect(worked).toHaveLength(KNOWN_PEOPLE_MAX + 2);
    });

    test('as many are made at the same time as may be', async () => {
      let now = 0;
      let most = 0;
      const execute = async (): Promise<object> => {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return {};
      };
      const identities = { fromSecret: (_purpose: string, text: string) => text } as unknown as Identities;
      const people = new PeopleImport({ execute } as unknown as Executor, identities, NOT_THERE, { kind: 'import', id: 'desk' });
      await people.ensure(Array.from({ length: IN_FLIGHT_MAX + 1 }, (_, at) => agent(String(at))));
      expect(most).toBe(IN_FLIGHT_MAX);
    });
  });
});
