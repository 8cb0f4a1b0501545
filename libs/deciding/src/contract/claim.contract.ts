import { wholeLog } from '@docket/event-store/testing';
import type { NameClaimed } from '../event-types.js';
import { claimStreamOf } from '../claim.js';
import type { Decider } from '../decider.js';
import type { CommandEnvelope } from '../envelope.js';
import type { FaultyStore } from '../testing/faulty-store.js';
import { TEST_ACTOR, testIdentities } from '../testing/given.js';
import { LogEntry, RegisterBoat, RenameBoat, ScrapBoat, boatDecider, nameClaim } from '../testing/harbour.js';
import type { Boat, BoatEvent } from '../testing/harbour.js';
import type { HarbourMaster } from '../testing/harbour-master.js';
import { Harbour, type OpenLogWorld } from './harbour.contract.js';

const register = (name: string, more: Partial<RegisterBoat> = {}) => Object.assign(new RegisterBoat(), { name, ...more });
const rename = (name: string) => Object.assign(new RenameBoat(), { name });
const entry = Object.assign(new LogEntry(), { entry: 'x' });
const KEY = { idempotencyKey: 'k' };

/** What becomes of names that must be unique, on any event store. */
export const claimContract = (name: string, open: OpenLogWorld): void => {
  describe(`${name},`, () => {
    describe('a name that must be unique', () => {
      const harbour = new Harbour(open);
      let store: FaultyStore;
      let master: HarbourMaster;
      /** Another process on the same log. */
      const another = () => harbour.master();
      const claimsOf = async (name: string) =>
        (await store.readStream(claimStreamOf(nameClaim(name), testIdentities))).map(({ data }) => data as NameClaimed['data']);
      const dies = async (command: object, behind: string, envelope: Partial<CommandEnvelope> = {}) => {
        store.crashBehind(behind);
        await expect(another().execute(command, envelope)).rejects.toThrow('crashed');
      };

      beforeEach(() => {
        ({ store } = harbour);
        master = harbour.master();
      });

      test('is taken by one, and refused to others, however it is written', async () => {
        const ada = await master.done(register('Ada'));
        expect(await claimsOf('Ada')).toMatchObject([{ owner: ada.target, creating: true }]);
        expect(await another().refused(register('ADA'))).toMatchObject({ code: 'boatName.taken', kind: 'conflict', field: 'boatName' });
        const eve = await master.done(register('Eve'));
        expect(await master.refused(rename('ada'), { target: eve.target })).toMatchObject({ code: 'boatName.taken' });
      });

      test('does not stand in the log as a text', async () => {
        await master.done(register('Zuleika'));
        const stream = claimStreamOf(nameClaim('Zuleika'), testIdentities);
        expect(stream).toMatch(/^claim-boatName-[0-9a-f]{8}-[0-9a-f-]{27}$/);
        expect(JSON.stringify(await store.readStream(stream)).toLowerCase()).not.toContain('zuleika');
      });

      test('is wanted by two at the same moment: exactly one gets it', async () => {
        const ends = await Promise.all([master, another(), master, another()].map((asked) => asked.execute(register('Ada'))));
        expect(ends.filter((end) => !('refused' in end))).toHaveLength(1);
        expect(ends.filter((end) => 'refused' in end).map((end) => 'code' in end && end.code)).toEqual(Array(3).fill('boatName.taken'));
      });

      test('is free again when its holder has left it', async () => {
        const ada = await master.done(register('Ada'));
        await master.done(rename('Eve'), { target: ada.target });
        const next = await another().done(register('Ada'));
        expect((await claimsOf('Ada')).map(({ owner }) => owner)).toEqual([ada.target, next.target]);
        expect(await master.refused(rename('Ada'), { target: ada.target })).toMatchObject({ code: 'boatName.taken' });
        await master.done(new ScrapBoat(), { target: next.target });
        expect(await master.done(rename('Ada'), { target: ada.target })).toMatchObject({ state: { name: 'Ada' } });
      });

      test('can be taken back by who left it, who then claims it anew', async () => {
        const { target } = await master.done(register('Ada'));
        await master.done(rename('Eve'), { target });
        await master.done(rename('Ada'), { target });
        expect(await claimsOf('Ada')).toMatchObject([
          { owner: target, creating: true },
          { owner: target, creating: false },
        ]);
        expect(await another().refused(register('Ada'))).toMatchObject({ code: 'boatName.taken' });
      });

      test('is not claimed again by who holds it', async () => {
        const { target } = await master.done(register('Ada'));
        expect(await master.done(rename('ADA'), { target })).toMatchObject({ state: { name: 'ADA' } });
        expect(await claimsOf('ada')).toHaveLength(1);
      });

      test('is not taken by a command that is refused, or changes nothing', async () => {
        const { target } = await master.done(register('Ada'));
        await master.done(new ScrapBoat(), { target });
        await master.refused(rename('Eve'), { target });
        await master.refused(register('Eve', { occurredAt: '2999-01-01T00:00:00Z' }));
        expect(await claimsOf('Eve')).toEqual([]);
      });

      test('that is being taken by a boat’s new command is refused until that is over', async () => {
        const ada = await master.done(register('Ada'));
        await dies(rename('Eve'), 'NameClaimed', { target: ada.target, ...KEY });
        expect(await master.refused(register('Eve'))).toMatchObject({ code: 'boatName.taken' });
        // The boat for which it was claimed can have it: by the command that comes again, or by another one.
        expect(await another().done(rename('Eve'), { target: ada.target, ...KEY })).toMatchObject({ state: { name: 'Eve' } });
        expect(await claimsOf('Eve')).toHaveLength(1);
        await dies(rename('Ida'), 'NameClaimed', { target: ada.target });
        expect(await master.done(rename('Ida'), { target: ada.target })).toMatchObject({ state: { name: 'Ida' } });
        await master.done(rename('Una'), { target: ada.target });
        expect(await master.done(register('Ida'))).toMatchObject({ revision: 0 });
      });

      test('is held by streams whose decider says so', async () => {
        const { holds: _, ...silent } = boatDecider;
        const end = master.executor.execute(silent, register('Ada'), { actor: TEST_ACTOR, via: 'test' });
        await expect(end).rejects.toThrow('boat has commands that claim names, but does not say which names its state holds');
      });

      test('that was claimed to create a stream is claimed again by who finds the stream there: the claim holds nothing any more', async () => {
        const target = testIdentities.shipped('a boat');
        const { RegisterBoat: spec, ...others } = boatDecider.commands;
        if (!spec) throw new Error('boats are registered');
        const decide = (boat: Boat | undefined, { name }: RegisterBoat) => [
          boat ? { type: 'BoatRenamed' as const, data: { name } } : { type: 'BoatRegistered' as const, data: { name } },
        ];
        const settled: Decider<Boat, BoatEvent> = {
          ...boatDecider,
          commands: { ...others, RegisterBoat: { ...spec, creates: { id: () => target }, decide } },
        };
        const settle = (name: string, envelope = {}) =>
          another().executor.execute(settled, register(name), { actor: TEST_ACTOR, via: 'test', ...envelope });
        store.crashBehind('NameClaimed');
        await expect(settle('Ada', KEY)).rejects.toThrow('crashed');
        await settle('Eve');
        store.beforeNextAppend(async () => void (await another().done(register('Ada'))));
        expect(await settle('Ada', KEY)).toMatchObject({ code: 'boatName.taken' });
      });

      describe('that was claimed for a stream that never came to be', () => {
        let owner: string | undefined;
        beforeEach(async () => {
          await dies(register('Ada'), 'NameClaimed', KEY);
          owner = (await claimsOf('Ada'))[0]?.owner;
        });

        test('goes to who asks next, under the id of that stream', async () => {
          const end = await master.done(register('Ada', { numbered: true }));
          expect(end).toMatchObject({ target: owner, revision: 0, state: { name: 'Ada', number: '2024/1' } });
          expect(await another().refused(register('Ada'))).toMatchObject({ code: 'boatName.taken' });
          await master.done(rename('Eve'), { target: end.target });
          expect(await another().done(register('Ada'))).toMatchObject({ revision: 0 });
        });

        test('goes to its first owner, who comes again', async () => {
          expect(await another().done(register('Ada'), KEY)).toMatchObject({ target: owner, repeated: false });
          expect(await claimsOf('Ada')).toHaveLength(1);
          expect(await another().done(register('Ada'), KEY)).toMatchObject({ target: owner, repeated: true });
        });

        test('is refused to its first owner, who comes again too late; with another name its key is not good any more', async () => {
          await master.done(register('Ada'));
          expect(await another().refused(register('Ada'), KEY)).toMatchObject({ code: 'boatName.taken' });
          expect(await another().refused(register('Eve'), KEY)).toMatchObject({ code: 'idempotency.payloadDiffers' });
        });

        test('is refused to its first owner, who comes again too late; when it is free again it gets another id', async () => {
          const other = await master.done(register('Ada'));
          await master.done(rename('Eve'), { target: other.target });
          const end = await another().done(register('Ada'), KEY);
          expect(end).toMatchObject({ state: { name: 'Ada' }, revision: 0 });
          expect(end.target).not.toBe(owner);
          expect(await another().done(register('Ada'), KEY)).toEqual({ ...end, repeated: true });
        });

        test('is not for a boat that is there already, nor for one whose id is settled', async () => {
          const eve = await master.done(register('Eve'));
          expect(await master.refused(rename('Ada'), { target: eve.target })).toMatchObject({ code: 'boatName.taken' });
          const target = testIdentities.shipped('a boat');
          expect(await master.refused(register('Ada'), { target })).toMatchObject({ code: 'boatName.taken' });
        });

        test('by a command that comes again is answered as it was then, though the name has gone on since', async () => {
          const other = { idempotencyKey: 'other' };
          const end = await master.done(register('Ada'), other);
          expect(end.target).toBe(owner);
          expect(await another().done(register('Ada'), other)).toEqual({ ...end, repeated: true });
          await master.done(rename('Eve'), { target: end.target });
          await master.done(entry, { target: end.target });
          await master.done(register('Ada'));
          expect(await another().done(register('Ada'), other)).toEqual({ ...end, repeated: true });
        });

        test('by a command whose key comes again with other content is refused', async () => {
          const other = { idempotencyKey: 'other' };
          await master.done(register('Ada'), other);
          expect(await another().refused(register('Una'), other)).toMatchObject({ code: 'idempotency.payloadDiffers' });
        });

        test('by a command whose key is on its way with other content at once: the key is good for one of them', async () => {
          const other = { idempotencyKey: 'other' };
          const ends = await Promise.all([another().execute(register('Ada'), other), another().execute(register('Una'), other)]);
          expect(ends.filter((end) => !('refused' in end))).toHaveLength(1);
          expect(ends.filter((end) => 'refused' in end)).toMatchObject([{ code: 'idempotency.payloadDiffers' }]);
          expect((await wholeLog(store)).filter(({ type }) => type === 'BoatRegistered')).toHaveLength(1);
        });

        test('goes to who asks next also when that one dies on the way, and its next one', async () => {
          const other = { idempotencyKey: 'other' };
          await dies(register('Ada'), 'NameClaimed', other);
          await dies(register('Ada'), 'NameClaimed');
          expect(await claimsOf('Ada')).toMatchObject([{ owner }, { owner }, { owner }]);
          expect(await another().done(register('Ada'), other)).toMatchObject({ target: owner });
          expect(await another().done(register('Ada'), other)).toMatchObject({ target: owner, repeated: true });
        });

        test('is wanted by its owner and by another one at once: exactly one gets it', async () => {
          const ends = await Promise.all([another().execute(register('Ada'), KEY), another().execute(register('Ada'))]);
          expect(ends.filter((end) => !('refused' in end))).toMatchObject([{ target: owner }]);
          expect(ends.filter((end) => 'refused' in end)).toMatchObject([{ code: 'boatName.taken' }]);
        });
      });
    });

    describe('a store that loses acknowledgements', () => {
      const harbour = new Harbour(open);

      test('gives nobody a name twice', async () => {
        harbour.loseNextAcknowledgements(2);
        expect(await harbour.master().done(register('Ada'))).toMatchObject({ revision: 0 });
        expect(await harbour.eventCount()).toBe(2);
      });
    });
  });
};
