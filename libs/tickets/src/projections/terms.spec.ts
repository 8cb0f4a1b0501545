import 'reflect-metadata';
import { TERMS_MAX, TERM_BYTES_MAX } from '@docket/document-store';
import type { TicketCreated } from '../domain/events.js';
import { evolveTicket } from '../domain/evolve.js';
import {
  CATEGORY_LENGTH_MAX,
  CUSTOM_FIELDS_MAX,
  CUSTOM_FIELD_TERM_LENGTH_MAX,
  CUSTOM_FIELD_VALUES_MAX,
  NAME_LENGTH_MAX,
  TAGS_MAX,
} from '../domain/limits.js';
import { AGENT_ID, REQUESTER_ID, eventsOf, moved, opened, RESOLVED } from '../testing/world.js';
import { termsOf } from './terms.js';

const termsAfter = (data: Partial<TicketCreated>, ...more: Parameters<typeof eventsOf>[0]) => {
  const events = eventsOf([{ fact: opened(data) }, ...more]);
  const ticket = events.reduce<ReturnType<typeof evolveTicket> | undefined>((before, event) => evolveTicket(before, event), undefined);
  return ticket ? termsOf(ticket) : [];
};

describe('the terms of a ticket', () => {
  test('are all that it can be filtered by', () => {
    expect(termsAfter({ category: ['network', 'vpn'], tags: ['a'], customFields: { site: 'hcm', floors: [1, true] } })).toEqual([
      'status:new',
      'statusCategory:new',
      'priority:P3',
      'type:incident',
      'channel:api',
      'assignee:none',
      'team:none',
      `requester:${REQUESTER_ID}`,
      'is:unfinished',
      'category:network',
      'category:network/vpn',
      'tag:a',
      'cf.site:hcm',
      'cf.floors:1',
      'cf.floors:true',
    ]);
  });

  test('say who has it, and that it is finished', () => {
    const terms = termsAfter(
      { externalRef: { system: 'servicenow', id: 'INC1' } },
      { fact: { type: 'TicketAssigned', data: { requesterId: REQUESTER_ID, agentId: AGENT_ID, from: {}, how: 'hand' } } },
      { fact: moved(RESOLVED) },
    );
    expect(terms).toEqual(expect.arrayContaining([`assignee:${AGENT_ID}`, 'team:none', 'ref:servicenow:INC1', 'statusCategory:resolved']));
    expect(terms).not.toContain('is:unfinished');
  });

  test('leave out long values of custom fields', () => {
    const longest = 'x'.repeat(CUSTOM_FIELD_TERM_LENGTH_MAX);
    expect(termsAfter({ customFields: { a: longest, b: `${longest}x` } }).filter((term) => term.startsWith('cf.'))).toEqual([
      `cf.a:${longest}`,
    ]);
  });

  test('of the fullest ticket that commands can make have room in a document', () => {
    const full = termsAfter({
      tags: Array.from({ length: TAGS_MAX }, (_, tag) => `${tag}`.padEnd(NAME_LENGTH_MAX, '标')),
      category: ['界'.repeat(CATEGORY_LENGTH_MAX / 2), '界'.repeat(CATEGORY_LENGTH_MAX / 2 - 1)],
      customFields: Object.fromEntries([
        ['list', Array.from({ length: CUSTOM_FIELD_VALUES_MAX - CUSTOM_FIELDS_MAX + 1 }, (_, item) => `${item}`.padEnd(100, '值'))],
        ...Array.from({ length: CUSTOM_FIELDS_MAX - 1 }, (_, field) => [`f${field}`.padEnd(64, 'x'), '值'.repeat(100)] as const),
      ]),
    });
    expect(full).toHaveLength(9 + TAGS_MAX + 2 + CUSTOM_FIELD_VALUES_MAX);
    expect(full.length).toBeLessThanOrEqual(TERMS_MAX);
    for (const term of full) expect(Buffer.byteLength(term)).toBeLessThanOrEqual(TERM_BYTES_MAX);
  });

  test('of a history from elsewhere that is fuller still are cut', () => {
    const terms = termsAfter({ tags: ['标'.repeat(TERM_BYTES_MAX), ...Array.from({ length: TERMS_MAX }, (_, tag) => `t${tag}`)] });
    expect(terms).toHaveLength(TERMS_MAX);
    expect(terms.every((term) => Buffer.byteLength(term) <= TERM_BYTES_MAX)).toBe(true);
  });
});
