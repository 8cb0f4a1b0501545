import 'reflect-metadata';
import { ProblemCatalogue } from '@docket/gateway/testing';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { capabilities } from '../../apps/docket/src/capabilities.js';
import { GivenCodes } from './given-codes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['apps', 'libs'].flatMap((part) => readdirSync(`${root}/${part}`).map((name) => `${root}/${part}/${name}/src`));
const deciders = capabilities.flatMap((capability) => capability.deciders);

/** What a decider's commands are refused with where their target is not there. */
const absences = deciders
  .filter(({ commands }) => Object.values(commands).some(({ creates }) => creates === undefined))
  .map(({ category }) => `${category}.notFound`);

describe('the catalogue of problem codes', () => {
  const given = new GivenCodes(folders);
  const catalogue = new ProblemCatalogue(capabilities);
  const all = new Set([...given.codes, ...absences, ...[...given.claimed].map((kind) => `${kind}.taken`)]);

  test('codes are written where they are given, but for those that are made of a kind of thing', () => {
    expect([...given.open].sort()).toEqual(['*.notFound', '*.taken']);
  });

  test('every code that the program gives is explained', () => {
    expect([...all].filter((code) => !catalogue.codes.includes(code)).sort()).toEqual([]);
    expect(all.size).toBeGreaterThan(100);
  });

  test('every code that is explained is given', () => {
    expect(catalogue.codes.filter((code) => !all.has(code))).toEqual([]);
  });

  test('an operation that may be refused with a code that nobody explains is no operation', () => {
    const [first] = capabilities.flatMap(({ operations }) => operations);
    if (!first) throw new Error('there are no operations');
    const unexplained = { ...first, refusals: ['tea.cold'] };
    const capability = { name: 'tea', events: [], deciders: [], operations: [unexplained] };
    expect(() => new ProblemCatalogue([capability]).of(unexplained)).toThrow('may be refused with tea.cold, which no capability explains');
  });

  test('every code that an operation names is one that it may be answered with', () => {
    for (const operation of capabilities.flatMap(({ operations }) => operations)) {
      const codes = catalogue.of(operation).map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining([...(operation.refusals ?? [])]));
    }
  });
});
