import { readFileSync } from 'node:fs';
import { ABOUT } from './about.js';

test('the program says the version that package.json has', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(ABOUT.version).toBe(version);
});
