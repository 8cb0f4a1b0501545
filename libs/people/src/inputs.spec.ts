import { inputReader, wrongFields } from '@docket/gateway/testing';
import { ListAgents, GetAgent } from './agent/api/queries.js';
import { ChangeAgent, CreateAgent } from './agent/commands/index.js';
import { GetCustomer, ListCustomers } from './customer/api/queries.js';
import { ChangeCustomer, JoinAddress, RegisterCustomer } from './customer/commands/index.js';
import {
  DEPARTMENT_LENGTH_MAX,
  EXTERNAL_ID_LENGTH_MAX,
  EXTERNAL_SYSTEM_LENGTH_MAX,
  LOGIN_LENGTH_MAX,
  NAME_LENGTH_MAX,
  PHONE_LENGTH_MAX,
  TEAM_MEMBERS_MAX,
} from './domain/limits.js';
import { GetTeam, ListTeams } from './team/api/queries.js';
import { ChangeTeam, CreateTeam } from './team/commands/index.js';

const id = '018f9c7e-0000-7000-8000-000000000001';
const ids = (count: number) => Array.from({ length: count }, (_, index) => `018f9c7e-0000-7000-8000-${String(index).padStart(12, '0')}`);

describe('what an agent is made of', () => {
  test.each<[object, string[]]>([
    [{ name: 'Wang Lei', login: 'wang.lei', email: 'wang.lei@example.com', externalRef: { system: 'servicenow', id: 'Resolver 81' } }, []],
    [{ name: 'n'.repeat(NAME_LENGTH_MAX) }, []],
    [{ name: '😀'.repeat(NAME_LENGTH_MAX) }, []],
    [{ name: 'n'.repeat(NAME_LENGTH_MAX + 1) }, ['name']],
    [{ name: '' }, ['name']],
    [{ name: ' \t' }, ['name']],
    [{ name: null }, ['name']],
    [{ name: 7 }, ['name']],
    [{}, ['name']],
    [{ name: 'n', login: 'l'.repeat(LOGIN_LENGTH_MAX) }, []],
    [{ name: 'n', login: 'l'.repeat(LOGIN_LENGTH_MAX + 1) }, ['login']],
    [{ name: 'n', login: ' ' }, ['login']],
    [{ name: 'n', login: null, email: null }, []],
    [{ name: 'n', email: 'nobody' }, ['email']],
    [{ name: 'n', role: 'king' }, ['role']],
    [{ name: 'n', externalRef: { system: 's'.repeat(EXTERNAL_SYSTEM_LENGTH_MAX), id: 'i'.repeat(EXTERNAL_ID_LENGTH_MAX) } }, []],
    [{ name: 'n', externalRef: { system: 's'.repeat(EXTERNAL_SYSTEM_LENGTH_MAX + 1), id: '1' } }, ['externalRef.system']],
    [{ name: 'n', externalRef: { system: 'Service:Now', id: '1' } }, ['externalRef.system']],
    [{ name: 'n', externalRef: { system: 's', id: 'i'.repeat(EXTERNAL_ID_LENGTH_MAX + 1) } }, ['externalRef.id']],
    [{ name: 'n', externalRef: { system: 's' } }, ['externalRef.id']],
    [{ name: 'n', externalRef: 'Resolver 81' }, ['externalRef']],
  ])('%j: wrong are %j', (body, fields) => {
    expect(wrongFields(CreateAgent, body)).toEqual(fields);
  });

  test('a change may take login and e-mail address away, but says nothing with a name of null', () => {
    expect({ ...inputReader(ChangeAgent).read({ name: null, login: null, email: null }) }).toEqual({ login: null, email: null });
    expect(wrongFields(ChangeAgent, { active: 'no' })).toEqual(['active']);
    expect(wrongFields(ChangeAgent, {})).toEqual([]);
  });
});

describe('what a team is made of', () => {
  test.each<[object, string[]]>([
    [{ name: 'Network' }, []],
    [{ name: 'n'.repeat(NAME_LENGTH_MAX + 1) }, ['name']],
    [{ name: 'Network', members: ids(TEAM_MEMBERS_MAX) }, []],
    [{ name: 'Network', members: ids(TEAM_MEMBERS_MAX + 1) }, ['members']],
    [{ name: 'Network', members: ['Anna'] }, ['members']],
    [{ name: 'Network', members: id }, ['members']],
  ])('%#: wrong are %j', (body, fields) => {
    expect([...new Set(wrongFields(CreateTeam, body).map((field) => field.replace(/\[\d+\]$/, '')))]).toEqual(fields);
    expect([...new Set(wrongFields(ChangeTeam, body).map((field) => field.replace(/\[\d+\]$/, '')))]).toEqual(fields);
  });
});

describe('what is known of a customer', () => {
  test.each<[object, string[]]>([
    [{ name: 'Customer A', email: 'customer.a@example.com', phone: '+86 10 5555 0100', department: 'Sales' }, []],
    [{ email: 'ä@bücher.de' }, []],
    [{ email: 'a@b' }, ['email']],
    [{ name: 'n'.repeat(NAME_LENGTH_MAX + 1) }, ['name']],
    [{ phone: '0'.repeat(PHONE_LENGTH_MAX) }, []],
    [{ phone: '0'.repeat(PHONE_LENGTH_MAX + 1) }, ['phone']],
    [{ department: 'd'.repeat(DEPARTMENT_LENGTH_MAX) }, []],
    [{ department: 'd'.repeat(DEPARTMENT_LENGTH_MAX + 1) }, ['department']],
    [{ department: ' ' }, ['department']],
  ])('%#: wrong are %j', (body, fields) => {
    expect(wrongFields(RegisterCustomer, body)).toEqual(fields);
    expect(wrongFields(ChangeCustomer, body)).toEqual(fields);
  });

  test('a change may take each of them away', () => {
    const nothing = { name: null, email: null, phone: null, department: null };
    expect({ ...inputReader(ChangeCustomer).read(nothing) }).toEqual(nothing);
    expect({ ...inputReader(RegisterCustomer).read(nothing) }).toEqual({});
  });
});

describe('queries', () => {
  test('every input is one that the compiled validator understands', () => {
    const inputs: (new () => object)[] = [ListAgents, GetAgent, ListTeams, GetTeam, ListCustomers, GetCustomer, JoinAddress];
    for (const input of inputs) {
      expect(inputReader(input).shape.fields.size).toBeGreaterThan(0);
    }
  });

  test.each<[new () => object, object, string[]]>([
    [GetAgent, { id }, []],
    [GetAgent, { id: 'Anna' }, ['id']],
    [GetTeam, { id: '7' }, ['id']],
    [GetCustomer, {}, ['id']],
    [ListAgents, { active: true, login: 'admin', email: 'a@example.com', limit: 10 }, []],
    [ListAgents, { login: '' }, ['login']],
    [ListTeams, { member: 'Anna' }, ['member']],
    [ListCustomers, { email: 'a' }, ['email']],
    [ListCustomers, { limit: 101 }, ['limit']],
  ])('%p %j: wrong are %j', (input, parameters, fields) => {
    expect(wrongFields(input, parameters)).toEqual(fields);
  });
});
