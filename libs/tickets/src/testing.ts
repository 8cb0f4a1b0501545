export * from './testing/world.js';
export * from './testing/random-lives.js';
