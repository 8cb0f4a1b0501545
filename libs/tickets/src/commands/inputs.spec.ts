import 'reflect-metadata';
import { wrongFields } from '@docket/gateway/testing';
import {
  BODY_LENGTH_MAX,
  CUSTOM_FIELD_KEY_LENGTH_MAX,
  KEY_LENGTH_MAX,
  NAME_LENGTH_MAX,
  RECIPIENTS_MAX,
  REMARK_LENGTH_MAX,
} from '../domain/limits.js';
import { EMAIL_LENGTH_MAX, SUBJECT_LENGTH_MAX, TAGS_MAX } from '../domain/limits.js';
import { AssignTicket, ChangeTicketField, ChangeTicketStatus, CommentOnTicket, CreateTicket, TriageTicket } from './index.js';

const id = '018f9c7e-0000-7000-8000-000000000001';
const ticket = { subject: 'Parcel late', description: 'Still not here', requester: { name: 'Customer A' } };
const comment = { body: 'On its way', visibility: 'public' };
const long = (length: number) => 'x'.repeat(length);

describe('the input of a new ticket', () => {
  test.each<[string, object, string[]]>([
    ['the least that is needed', {}, []],
    ['a subject of the greatest length', { subject: long(SUBJECT_LENGTH_MAX) }, []],
    ['a longer subject', { subject: long(SUBJECT_LENGTH_MAX + 1) }, ['subject']],
    ['a blank subject', { subject: ' \n' }, ['subject']],
    ['no subject', { subject: undefined }, ['subject']],
    ['a number for a subject', { subject: 7 }, ['subject']],
    ['a description of the greatest length', { description: long(BODY_LENGTH_MAX) }, []],
    ['a longer description', { description: long(BODY_LENGTH_MAX + 1) }, ['description']],
    ['no requester', { requester: undefined }, ['requester']],
    ['a list for a requester', { requester: [] }, ['requester']],
    ['a requester by id', { requester: { id } }, []],
    ['a requester with an address that is none', { requester: { name: 'A', email: 'nowhere' } }, ['requester.email']],
    ['a requester with a field that nobody knows', { requester: { name: 'A', shoeSize: 44 } }, ['requester.shoeSize']],
    ['every field', everyField(), []],
    ['a priority that there is not', { priority: 'high' }, ['priority']],
    ['a level in words', { impact: 'high', urgency: 'low' }, []],
    ['a level beyond the scale', { impact: 4, urgency: 0 }, ['impact', 'urgency']],
    ['as many tags as can be', { tags: Array.from({ length: TAGS_MAX }, (_, tag) => `tag-${tag}`) }, []],
    ['a tag too many', { tags: Array.from({ length: TAGS_MAX + 1 }, (_, tag) => `tag-${tag}`) }, ['tags']],
    ['the longest tag', { tags: [long(NAME_LENGTH_MAX)] }, []],
    ['a longer tag', { tags: [long(NAME_LENGTH_MAX + 1)] }, ['tags']],
    ['a blank tag', { tags: [' '] }, ['tags']],
    ['one text for tags', { tags: 'vpn' }, ['tags']],
    ['the longest type', { type: long(KEY_LENGTH_MAX) }, []],
    ['a longer type', { type: long(KEY_LENGTH_MAX + 1) }, ['type']],
    ['a type with a blank', { type: 'service request' }, ['type']],
    ['a time without a zone', { occurredAt: '2024-05-20T09:30:00' }, ['occurredAt']],
    ['a time with an offset', { occurredAt: '2024-05-20T09:30:00+08:00' }, []],
    ['a time without seconds', { occurredAt: '2024-05-20T09:30Z' }, []],
    ['a time with fractions of a second', { occurredAt: '2024-05-20T09:30:00.123456Z' }, []],
    ['an hour without minutes', { occurredAt: '2024-05-20T09Z' }, ['occurredAt']],
    ['a time with a comma in it', { occurredAt: '2024-05-20T09:30:00,5Z' }, ['occurredAt']],
    ['a day without a time', { occurredAt: '2024-05-20' }, ['occurredAt']],
    ['a day that there is not', { occurredAt: '2024-02-30T09:30:00Z' }, ['occurredAt']],
    ['a number for a time', { occurredAt: 1716190000000 }, ['occurredAt']],
    ['custom fields that are no object', { customFields: ['a'] }, ['customFields']],
    ['an assignee that is no id', { assignee: { agentId: 'me' } }, ['assignee.agentId']],
    ['a remark of the greatest length', { impactText: long(REMARK_LENGTH_MAX) }, []],
    ['a longer remark', { impactText: long(REMARK_LENGTH_MAX + 1) }, ['impactText']],
    ['a field that nobody knows', { colour: 'red' }, ['colour']],
  ])('%s', (_, fields, wrong) => {
    expect(wrongFields(CreateTicket, JSON.parse(JSON.stringify({ ...ticket, ...fields })) as object)).toEqual(wrong);
  });

  function everyField(): object {
    return {
      format: 'markdown',
      requester: { name: 'A', email: 'a@example.com', phone: '1', department: 'B' },
      type: 'request',
      category: ['hardware', 'laptop'],
      impact: 1,
      urgency: 2,
      impactText: 'Nobody can ship',
      priority: 'P1',
      tags: ['vpn'],
      channel: 'phone',
      occurredAt: '2024-05-20T09:30:00Z',
      problemStartedAt: { at: '2024-05-20T00:00:00Z', precision: 'day' },
      affected: { service: 's', module: 'm', version: '1', asset: 'a', location: 'l' },
      environment: 'Windows 11',
      externalRef: { system: 'servicenow', id: 'INC0000045' },
      customFields: { site: 'hcm' },
      assignee: { agentId: id, teamId: id },
    };
  }
});

describe('the inputs of the other commands', () => {
  test.each<[string, new () => object, object, string[]]>([
    ['triage with nothing', TriageTicket, {}, []],
    ['triage that takes back what was known', TriageTicket, { impact: null, urgency: null, category: null }, []],
    ['triage with a level that there is not', TriageTicket, { urgency: 'highest' }, ['urgency']],
    ['assignment that takes away', AssignTicket, { agentId: null, teamId: null }, []],
    ['assignment to a name', AssignTicket, { agentId: 'xiaowang' }, ['agentId']],
    ['assignment with a blank reason', AssignTicket, { reason: ' ' }, ['reason']],
    ['status with all its details', ChangeTicketStatus, { status: 'on_hold', waitingOn: 'supplier', until: '2024-05-20T09:30:00Z' }, []],
    ['no status', ChangeTicketStatus, {}, ['status']],
    ['a status that is no key', ChangeTicketStatus, { status: 'On hold' }, ['status']],
    ['waiting for nobody known', ChangeTicketStatus, { status: 'pending', waitingOn: 'godot' }, ['waitingOn']],
    ['a resolution of an unknown kind', ChangeTicketStatus, { status: 'resolved', resolution: { kind: 'magic' } }, ['resolution.kind']],
    ['a closing without its confirmation', ChangeTicketStatus, { status: 'closed', closing: { summary: 's' } }, ['closing.confirmation']],
    ['a comment', CommentOnTicket, comment, []],
    ['the longest comment', CommentOnTicket, { ...comment, body: long(BODY_LENGTH_MAX) }, []],
    ['a longer comment', CommentOnTicket, { ...comment, body: long(BODY_LENGTH_MAX + 1) }, ['body']],
    ['a comment that nobody may or may not see', CommentOnTicket, { body: 'b' }, ['visibility']],
    ['an author without a kind', CommentOnTicket, { ...comment, author: { id } }, ['author.kind']],
    ['recipients, as many as can be', CommentOnTicket, { ...comment, to: Array(RECIPIENTS_MAX).fill('a@example.com') }, []],
    ['a recipient too many', CommentOnTicket, { ...comment, cc: Array(RECIPIENTS_MAX + 1).fill('a@example.com') }, ['cc']],
    ['a recipient that is no address', CommentOnTicket, { ...comment, to: ['nobody'] }, ['to']],
    ['an address longer than any', CommentOnTicket, { ...comment, to: [`${long(60)}@${`${long(60)}.`.repeat(4)}com`] }, ['to']],
    ['a field', ChangeTicketField, { key: 'site', value: ['hcm', 7, true] }, []],
    ['a field that is taken away', ChangeTicketField, { key: 'site', value: null }, []],
    ['the longest key', ChangeTicketField, { key: long(CUSTOM_FIELD_KEY_LENGTH_MAX), value: 1 }, []],
    ['a longer key', ChangeTicketField, { key: long(CUSTOM_FIELD_KEY_LENGTH_MAX + 1), value: 1 }, ['key']],
    ['a key that could be mistaken', ChangeTicketField, { key: '__proto__', value: 1 }, ['key']],
  ])('%s', (_, input, given, wrong) => {
    expect(wrongFields(input, given)).toEqual(wrong);
  });

  test('an address has a greatest length', () => {
    const domain = `${`${long(60)}.`.repeat(3)}example`;
    const address = `${long(EMAIL_LENGTH_MAX - domain.length - 1)}@${domain}`;
    expect(address).toHaveLength(EMAIL_LENGTH_MAX);
    expect(wrongFields(CommentOnTicket, { ...comment, to: [address] })).toEqual([]);
    expect(wrongFields(CommentOnTicket, { ...comment, to: [`x${address}`] })).toEqual(['to']);
  });
});
