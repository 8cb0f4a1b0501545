import { Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { MemoryEventStore } from '@docket/event-store/testing';
import { STREAM_LOADER, withEnvelope } from './envelope.js';
import type { CommandEnvelope, Outcome, StreamLoader } from './envelope.js';
import { createExecutor } from './execute.js';
import { DecidingModule, commandHandlers } from './nest.js';
import type { Refusal } from './refusal.js';
import { testIdentities } from './testing/given.js';
import { RegisterBoat, RenameBoat, berthDecider, boatDecider, harbourEvents } from './testing/harbour.js';
import type { Boat } from './testing/harbour.js';

describe('handlers on the CommandBus', () => {
  const actor = { kind: 'agent', id: '018f8c7e-0000-7000-8000-000000000002' } as const;
  const store = new MemoryEventStore();
  const executor = createExecutor({ store, clock: Date.now, identities: testIdentities, eventTypes: harbourEvents, timeZone: 'UTC' });

  class Reader {
    constructor(@Inject(STREAM_LOADER) readonly streams: StreamLoader) {}
  }

  @Module({
    imports: [CqrsModule.forRoot(), DecidingModule.of(executor)],
    providers: [...commandHandlers(boatDecider), ...commandHandlers(berthDecider), Reader],
  })
  class Harbour {}

  const start = () => NestFactory.createApplicationContext(Harbour, { logger: false }).then((app) => app.init());
  const dispatch = async (bus: CommandBus, command: object, envelope: Partial<CommandEnvelope> = {}): Promise<Outcome<Boat> | Refusal> =>
    bus.execute(withEnvelope(command, { actor, via: 'test', ...envelope }));

  test('execute the command that is dispatched, with its envelope, and answer outcomes and refusals as values', async () => {
    const app = await start();
    const bus = app.get(CommandBus);
    const created = await dispatch(bus, Object.assign(new RegisterBoat(), { name: 'Ada' }));
    if ('refused' in created) throw new Error(created.code);
    expect(created.state.name).toBe('Ada');
    const renamed = await dispatch(bus, Object.assign(new RenameBoat(), { name: 'Eve' }), { target: created.target });
    expect(renamed).toMatchObject({ state: { name: 'Eve' }, revision: 1 });
    const again = await dispatch(bus, Object.assign(new RegisterBoat(), { name: 'Eve' }));
    expect(again).toMatchObject({ refused: true, code: 'boatName.taken' });
    expect(await app.get(Reader).streams.load(boatDecider, created.target)).toMatchObject({ state: { name: 'Eve' } });
    await app.close();
  });

  test('a command without an envelope is a mistake of the program, told by its name', async () => {
    const app = await start();
    await expect(async () => await app.get(CommandBus).execute<object, unknown>(new RegisterBoat())).rejects.toThrow(
      'RegisterBoat was dispatched without an envelope',
    );
    await app.close();
  });

  test('bear the names of their commands', () => {
    expect(commandHandlers(berthDecider).map(({ name }) => name)).toEqual(['OpenBerthHandler', 'CloseBerthHandler']);
  });
});
