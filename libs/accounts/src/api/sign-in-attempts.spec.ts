import 'reflect-metadata';
import { FAILED_SIGN_INS_OF_ADDRESS_MAX, FAILED_SIGN_INS_OF_LOGIN_MAX } from '../limits.js';
import { SignInAttempts } from './sign-in-attempts.js';

const HERE = '192.0.2.1';
const THERE = '192.0.2.2';

describe('failed sign-ins', () => {
  test('of one login from one address end its tries, and nobody else’s', () => {
    const attempts = new SignInAttempts();
    for (let failed = 1; failed < FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) attempts.failed('ann', HERE);
    expect(attempts.blocked('ann', HERE)).toBeUndefined();
    attempts.failed('ann', HERE);
    expect(attempts.blocked('ann', HERE)).toMatchObject({ code: 'signIn.tooMany', kind: 'tooMany' });
    expect(attempts.blocked('ann', THERE)).toBeUndefined();
    expect(attempts.blocked('bob', HERE)).toBeUndefined();
  });

  test('of many logins from one address end its tries', () => {
    const attempts = new SignInAttempts();
    for (let failed = 1; failed < FAILED_SIGN_INS_OF_ADDRESS_MAX; failed++) attempts.failed(`somebody ${failed}`, HERE);
    expect(attempts.blocked('ann', HERE)).toBeUndefined();
    attempts.failed('somebody else', HERE);
    expect(attempts.blocked('ann', HERE)).toMatchObject({ code: 'signIn.tooMany' });
    expect(attempts.blocked('ann', THERE)).toBeUndefined();
  });

  test('of a login are forgotten when one succeeds', () => {
    const attempts = new SignInAttempts();
    for (let failed = 1; failed < FAILED_SIGN_INS_OF_LOGIN_MAX; failed++) attempts.failed('ann', HERE);
    attempts.succeeded('ann', HERE);
    attempts.failed('ann', HERE);
    expect(attempts.blocked('ann', HERE)).toBeUndefined();
  });
});
