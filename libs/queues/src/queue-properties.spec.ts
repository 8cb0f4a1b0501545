import fc from 'fast-check';
import { comparableName, isRefusal } from '@docket/deciding';
import { LogInMemory, undeclaredFields } from '@docket/deciding/testing';
import { plainFold } from '@docket/projecting/testing';
import { TICKET_SORTS } from '@docket/tickets';
import { queues as capability } from './capability.js';
import { ArchiveQueue, ChangeQueue, CreateQueue } from './commands/index.js';
import { queueDecider } from './decider.js';
import type { Queue } from './domain/queue.js';

// Few different values, so that names meet.
const name = fc.constantFrom('Mine', 'mine', ' MINE', 'Other', 'Third');
const values = fc.array(fc.constantFrom('me', 'none', 'x'), { maxLength: 3 });
const fields = {
  name,
  filter: fc.record({ assignee: values, tag: values }, { requiredKeys: [] }),
  sort: fc.constantFrom(...TICKET_SORTS),
};
const command = fc.oneof(
  fc.record(fields, { requiredKeys: ['name', 'filter'] }).map((body) => Object.assign(new CreateQueue(), body)),
  fc.record(fields, { requiredKeys: [] }).map((body) => Object.assign(new ChangeQueue(), body)),
  fc.constant(new ArchiveQueue()),
);

test('after any sequence of commands names in sight are unique, a replay gives the rows, and no field is undeclared', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(command, fc.nat({ max: 5 })), { maxLength: 30 }), async (steps) => {
      const log = new LogInMemory(capability.events);
      const states = new Map<string, Queue>();
      for (const [step, nth] of steps) {
        const target = step instanceof CreateQueue ? undefined : [...states.keys()][nth % Math.max(1, states.size)];
        if (target === undefined && !(step instanceof CreateQueue)) continue;
        const outcome = await log.execute(queueDecider, step, target);
        if (!isRefusal(outcome)) states.set(outcome.target, outcome.state);
      }

      const names = [...states.values()].filter(({ archived }) => !archived).map((queue) => comparableName(queue.name));
      expect(names).toHaveLength(new Set(names).size);

      const events = (await log.events()).filter(({ stream }) => stream.startsWith('queue-'));
      expect(undeclaredFields(events, capability.events)).toEqual([]);
      const [projection] = capability.projections?.({ timeZone: 'UTC' }) ?? [];
      const rows = projection && plainFold(projection, events).get(projection.rows.name);
      expect(new Map([...(rows ?? [])].map(([id, { body }]) => [id, body]))).toEqual(states);
    }),
  ));
