import { InvalidInput, inputReader } from '@docket/gateway/testing';
import { ChangeAccount, CreateAccount, SuspendAccount } from './account/commands/index.js';
import { ChangeOwnPassword, CreateAccessToken, ListAccounts, SetPassword, SignIn } from './api/inputs.js';
import { LOGIN_LENGTH_MAX, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, REASON_LENGTH_MAX } from './limits.js';
import { TOKEN_NAME_LENGTH_MAX } from './token/commands.js';

/** The fields that are refused, each once. */
const wrong = (input: new () => object, body: object): string[] => {
  try {
    inputReader(input).read(body);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [...new Set(error.errors.map(({ field }) => field))];
    throw error;
  }
};
const ofLength = (length: number): string => 'p'.repeat(length);

test.each<[string, number, string[]]>([
  ['too short by one', PASSWORD_LENGTH_MIN - 1, ['password']],
  ['as short as may be', PASSWORD_LENGTH_MIN, []],
  ['as long as may be', PASSWORD_LENGTH_MAX, []],
  ['too long by one', PASSWORD_LENGTH_MAX + 1, ['password']],
])('a new password, %s', (_, length, fields) => {
  const password = ofLength(length);
  expect(wrong(SetPassword, { password })).toEqual(fields);
  expect(wrong(ChangeOwnPassword, { current: 'any', password })).toEqual(fields);
});

describe('whoever signs in', () => {
  test('may have a password that is shorter than a new one, and none that nobody can have', () => {
    expect(wrong(SignIn, { login: 'wang.lei', password: ofLength(1) })).toEqual([]);
    expect(wrong(SignIn, { login: 'wang.lei', password: ofLength(PASSWORD_LENGTH_MAX) })).toEqual([]);
    expect(wrong(SignIn, { login: 'wang.lei', password: ofLength(PASSWORD_LENGTH_MAX + 1) })).toEqual(['password']);
    expect(wrong(SignIn, { login: 'wang.lei', password: '' })).toEqual(['password']);
  });

  test('says a login that somebody can have', () => {
    expect(wrong(SignIn, { login: ofLength(LOGIN_LENGTH_MAX), password: 'any' })).toEqual([]);
    expect(wrong(SignIn, { login: ofLength(LOGIN_LENGTH_MAX + 1), password: 'any' })).toEqual(['login']);
    expect(wrong(SignIn, { login: '', password: 'any' })).toEqual(['login']);
  });
});

test.each<[string, new () => object, (text: string) => object, number, string]>([
  ['the login of a new account', CreateAccount, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['another login', ChangeAccount, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['the login that is looked for', ListAccounts, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['the reason of a suspension', SuspendAccount, (reason) => ({ reason }), REASON_LENGTH_MAX, 'reason'],
  ['the name of a token', CreateAccessToken, (name) => ({ name }), TOKEN_NAME_LENGTH_MAX, 'name'],
])('%s is as long as it may be, and no longer', (_, input, body, lengthMax, field) => {
  expect(wrong(input, body(ofLength(lengthMax)))).toEqual([]);
  expect(wrong(input, body(ofLength(lengthMax + 1)))).toEqual([field]);
});
