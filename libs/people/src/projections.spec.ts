import 'reflect-metadata';
import fc from 'fast-check';
import { projectionProperties } from '@docket/projecting/testing';
import { agents } from './agent/projections/agents.js';
import { customers } from './customer/projections/customers.js';
import { teams } from './team/projections/teams.js';
import { Town, steps } from './testing/random-town.js';

// The executor is asynchronous, so the logs are made before the properties are asked.
const towns = await Promise.all(fc.sample(steps, { numRuns: 40, seed: 6 }).map(Town.after));

projectionProperties([agents, teams, customers], await Promise.all(towns.map(({ log }) => log.events())), { runs: 40 });
