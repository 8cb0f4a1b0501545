import { publicSchema } from './public-schema.js';

const MOMENT = { type: 'string', format: 'date-time;isIso8601;{"strict":true}' } as const;

test.each([
  ['a moment', MOMENT, 'date-time'],
  ['a moment with its zone', { ...MOMENT, pattern: '^\\d{4}-\\d{2}-\\d{2}T.*Z$' }, 'date-time'],
  ['a day, which no tool sends where a moment is asked for', { ...MOMENT, pattern: '^\\d{4}-\\d{2}-\\d{2}$' }, 'date'],
])('documents show the format of %s', (_, schema, format) => {
  expect(publicSchema(schema).format).toBe(format);
});
