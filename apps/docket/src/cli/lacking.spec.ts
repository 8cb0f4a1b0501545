import { isLacking } from './lacking.js';

const failing = (code: unknown): Error => Object.assign(new Error('it failed'), { code });

describe('what the machine lacks', () => {
  test.each(['ENOSPC', 'EROFS', 'EACCES', 'EMFILE', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY_DBMOVED'])(
    '%s is no fault of the program',
    (code) => {
      expect(isLacking(failing(code))).toBe(true);
    },
  );

  test.each(['ERR_INVALID_ARG_TYPE', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CORRUPT', undefined, 13])('%s is not told so', (code) => {
    expect(isLacking(failing(code))).toBe(false);
  });

  test('is told of errors alone', () => {
    expect([isLacking('ENOSPC'), isLacking({ code: 'ENOSPC' }), isLacking(undefined), isLacking(null)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
