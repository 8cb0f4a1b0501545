import 'reflect-metadata';
import { projectionProperties } from '@docket/projecting/testing';
import { logOf, wishes } from '../testing/random-lives.js';
import { tickets } from './tickets.js';
import { timeline } from './timeline.js';

projectionProperties([tickets, timeline], wishes({ tickets: 3, most: 25 }).map(logOf), { runs: 30 });
