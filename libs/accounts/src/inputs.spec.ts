import { wrongFields } from '@docket/gateway/testing';
import { ChangeAccount, CreateAccount, SuspendAccount } from './account/commands/index.js';
import { ChangeOwnPassword, CreateAccessToken, ListAccounts, SetPassword, SignIn } from './api/inputs.js';
import { LOGIN_LENGTH_MAX, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, REASON_LENGTH_MAX } from './limits.js';
import { TOKEN_NAME_LENGTH_MAX } from './token/commands.js';

const ofLength = (length: number): string => 'p'.repeat(length);

test.each<[string, number, string[]]>([
  ['too short by one', PASSWORD_LENGTH_MIN - 1, ['password']],
  ['as short as may be', PASSWORD_LENGTH_MIN, []],
  ['as long as may be', PASSWORD_LENGTH_MAX, []],
  ['too long by one', PASSWORD_LENGTH_MAX + 1, ['password']],
])('a new password, %s', (_, length, fields) => {
  const password = ofLength(length);
  expect(wrongFields(SetPassword, { password })).toEqual(fields);
  expect(wrongFields(ChangeOwnPassword, { current: 'any', password })).toEqual(fields);
});

describe('whoever signs in', () => {
  test('may have a password that is shorter than a new one, and none that nobody can have', () => {
    expect(wrongFields(SignIn, { login: 'wang.lei', password: ofLength(1) })).toEqual([]);
    expect(wrongFields(SignIn, { login: 'wang.lei', password: ofLength(PASSWORD_LENGTH_MAX) })).toEqual([]);
    expect(wrongFields(SignIn, { login: 'wang.lei', password: ofLength(PASSWORD_LENGTH_MAX + 1) })).toEqual(['password']);
    expect(wrongFields(SignIn, { login: 'wang.lei', password: '' })).toEqual(['password']);
  });

  test('says a login that somebody can have', () => {
    expect(wrongFields(SignIn, { login: ofLength(LOGIN_LENGTH_MAX), password: 'any' })).toEqual([]);
    expect(wrongFields(SignIn, { login: ofLength(LOGIN_LENGTH_MAX + 1), password: 'any' })).toEqual(['login']);
    expect(wrongFields(SignIn, { login: '', password: 'any' })).toEqual(['login']);
  });
});

test.each<[string, string[]]>([
  ['2100-01-01T00:00:00Z', []],
  ['2100-01-01T00:00:00+08:00', []],
  ['2100-01-01T00:00:00', ['expiresAt']],
  ['2100-01-01', ['expiresAt']],
  ['2100-W01-1', ['expiresAt']],
])('a token ends at a moment that is the same everywhere: %s', (expiresAt, fields) => {
  expect(wrongFields(CreateAccessToken, { name: 'monitoring', expiresAt })).toEqual(fields);
});

test.each<[string, new () => object, (text: string) => object, number, string]>([
  ['the login of a new account', CreateAccount, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['another login', ChangeAccount, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['the login that is looked for', ListAccounts, (login) => ({ login }), LOGIN_LENGTH_MAX, 'login'],
  ['the reason of a suspension', SuspendAccount, (reason) => ({ reason }), REASON_LENGTH_MAX, 'reason'],
  ['the name of a token', CreateAccessToken, (name) => ({ name }), TOKEN_NAME_LENGTH_MAX, 'name'],
])('%s is as long as it may be, and no longer', (_, input, body, lengthMax, field) => {
  expect(wrongFields(input, body(ofLength(lengthMax)))).toEqual([]);
  expect(wrongFields(input, body(ofLength(lengthMax + 1)))).toEqual([field]);
});
