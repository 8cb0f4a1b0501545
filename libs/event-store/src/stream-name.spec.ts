import { streamOf, subjectIdOf } from './stream-name.js';

test('the id comes out of the name that it went into, hyphens and all', () => {
  const id = '018f9c7e-0000-7000-8000-000000000001';
  expect(streamOf('ticket', id)).toBe(`ticket-${id}`);
  expect(subjectIdOf(streamOf('ticket', id))).toBe(id);
});
