import 'reflect-metadata';
import type { Json } from '@docket/event-store';
import { given } from '@docket/deciding/testing';
import { ChangeTicketField } from '../commands/index.js';
import { ticketDecider } from '../decider.js';
import { CLOSED, REQUESTER_ID, command, moved, opened } from '../testing/world.js';
import { CUSTOM_FIELDS_MAX, CUSTOM_FIELD_TEXT_LENGTH_MAX, CUSTOM_FIELD_VALUES_MAX } from './limits.js';

const changed = (key: string, from: Json, to: Json) => ({
  type: 'TicketFieldChanged' as const,
  data: { requesterId: REQUESTER_ID, key, from, to },
});
const when = (fields: Partial<ChangeTicketField>, facts = [opened({ customFields: { site: 'hcm' } })]) =>
  given(ticketDecider, facts).when(command(ChangeTicketField, fields));

describe('a custom field', () => {
  test('is set, changed and taken away, each time with what it was', () => {
    expect(when({ key: 'seats', value: 7 }).then([changed('seats', null, 7)]).customFields).toEqual({ site: 'hcm', seats: 7 });
    expect(when({ key: 'site', value: ['hcm', 'hn'] }).then([changed('site', 'hcm', ['hcm', 'hn'])]).customFields).toEqual({
      site: ['hcm', 'hn'],
    });
    expect(when({ key: 'site', value: null }).then([changed('site', 'hcm', null)]).customFields).toEqual({});
  });

  test.each(['toString', 'valueOf', 'hasOwnProperty', 'constructor'])('may be called %s, as every object has it', (key) => {
    expect(when({ key, value: 'x' }).then([changed(key, null, 'x')]).customFields).toEqual({ site: 'hcm', [key]: 'x' });
    when({ key, value: null }).thenNothingHappened();
    expect(when({ key, value: null }, [opened({ customFields: { [key]: 'x' } })]).then([changed(key, 'x', null)]).customFields).toEqual({});
  });

  test('that stays as it is changes nothing', () => {
    when({ key: 'site', value: 'hcm' }).thenNothingHappened();
    when({ key: 'absent', value: null }).thenNothingHappened();
    when({ key: 'list', value: ['a', 1] }, [opened({ customFields: { list: ['a', 1] } })]).thenNothingHappened();
    when({ key: 'list', value: ['a'] }, [opened({ customFields: { list: ['a', 1] } })]).then([changed('list', ['a', 1], ['a'])]);
  });

  test('has a value, or null', () => {
    expect(when({ key: 'site' }).thenRefused('value.required').field).toBe('value');
    expect(when({ key: 'site', value: { a: 1 } }).thenRefused('customField.invalid').field).toBe('value');
    when({ key: 'site', value: 'x'.repeat(CUSTOM_FIELD_TEXT_LENGTH_MAX + 1) }).thenRefused('customField.invalid');
    const longest = 'x'.repeat(CUSTOM_FIELD_TEXT_LENGTH_MAX);
    when({ key: 'site', value: longest }).then([changed('site', 'hcm', longest)]);
  });

  test('finds room, or is refused', () => {
    const full = (count: number) => [
      opened({ customFields: Object.fromEntries(Array.from({ length: count }, (_, field) => [`f${field}`, 1])) }),
    ];
    when({ key: 'more', value: 1 }, full(CUSTOM_FIELDS_MAX - 1)).then([changed('more', null, 1)]);
    when({ key: 'more', value: 1 }, full(CUSTOM_FIELDS_MAX)).thenRefused('customField.tooMany');
    when({ key: 'f0', value: null }, full(CUSTOM_FIELDS_MAX)).then([changed('f0', 1, null)]);
    const values = Array<number>(CUSTOM_FIELD_VALUES_MAX).fill(1);
    when({ key: 'more', value: values }).thenRefused('customField.tooMany');
    when({ key: 'site', value: values }).then([changed('site', 'hcm', values)]);
  });

  test('of a closed ticket is refused, of an absent one too', () => {
    when({ key: 'site', value: 1 }, [opened(), moved(CLOSED)]).thenRefused('ticket.closed');
    when({ key: 'site', value: 1 }, []).thenRefused('ticket.notFound');
  });

  test('may have changed earlier, but not before the ticket was reported', () => {
    when({ key: 'site', value: 1, occurredAt: '2024-05-20T06:59:59Z' }).thenRefused('occurredAt.beforeCreation');
  });
});
