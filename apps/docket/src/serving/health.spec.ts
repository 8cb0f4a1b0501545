import { DocumentsUnavailable } from '@docket/document-store';
import { MemoryDocumentStore } from '@docket/document-store/testing';
import { MemoryEventStore } from '@docket/event-store/testing';
import type { Projection } from '@docket/projecting';
import { healthOf, type ProjectorState } from './health.js';

const PROJECTIONS = [{ name: 'tickets' }] as unknown as readonly Projection[];

const given = (projector?: ProjectorState, alone = false) => {
  const events = new MemoryEventStore();
  const documents = new MemoryDocumentStore();
  const state = { started: true };
  const health = healthOf({
    stores: { events, documents },
    projections: PROJECTIONS,
    alone,
    started: () => state.started,
    projector: () => projector,
  });
  const withoutDocuments = (): void => {
    documents.readProjection = () => Promise.reject(new DocumentsUnavailable('no connection'));
  };
  return { events, documents, withoutDocuments, state, health };
};

describe('what the program says of itself', () => {
  test('with both stores there it is ready, and has nothing to complain of', async () => {
    expect(await given().health()).toMatchObject({ ready: true, reasons: [], stores: { events: 'open', documents: 'open' } });
  });

  test('to many who ask at once is asked of the stores once', async () => {
    const { documents, health } = given();
    const read = documents.readProjection.bind(documents);
    let reads = 0;
    documents.readProjection = (name) => {
      reads += 1;
      return read(name);
    };
    await health();
    const once = reads;
    await Promise.all(Array.from({ length: 100 }, health));
    expect(reads).toBe(2 * once);
  });

  test('while it starts it is not ready', async () => {
    const { state, health } = given();
    state.started = false;
    expect(await health()).toMatchObject({ ready: false, reasons: ['it is still starting'] });
  });

  test('without the event store it is not ready, says so, and does not blame the document store', async () => {
    const { events, health } = given();
    events.unavailable = true;
    expect(await health()).toMatchObject({
      ready: false,
      reasons: ['the event store is unavailable: commands are refused, queries are answered'],
      stores: { events: 'unavailable', documents: 'open' },
    });
    events.unavailable = false;
    expect(await health()).toMatchObject({ ready: true, reasons: [] });
  });

  test('without the document store it is not ready, says so, and does not blame the event store', async () => {
    const { withoutDocuments, health } = given();
    withoutDocuments();
    expect(await health()).toMatchObject({
      ready: false,
      reasons: ['the document store is unavailable: queries are refused, commands are accepted'],
      stores: { events: 'open', documents: 'unavailable' },
    });
  });

  test('where no process can keep the read models but this one, and it does not, they stand still: it is ready and says so', async () => {
    expect(await given(undefined, true).health()).toMatchObject({
      ready: true,
      reasons: ['no process keeps the read models, so they stand still: DOCKET_ROLES has no projector'],
    });
  });

  test('a projector that stands by is ready and says that it does; one that does not run is told of', async () => {
    expect(await given({ running: true, works: true }, false).health()).toMatchObject({ ready: true, reasons: [] });
    expect(await given({ running: true, works: false }, false).health()).toMatchObject({
      ready: true,
      reasons: ['another projector works; this one takes over when it dies'],
    });
    expect(await given({ running: false, works: false }, true).health()).toMatchObject({
      ready: true,
      reasons: ['the projector does not run; it is started again'],
    });
  });

  test('a projector that nobody else can take over from, and that does not work, can’t write', async () => {
    expect(await given({ running: true, works: false }, true).health()).toMatchObject({
      ready: true,
      reasons: ['the projector can not write the documents (is the disk full?); it goes on when it can'],
    });
  });

  test.each([['serving'], ['building']])(
    'a projection whose %s build has stopped is told of by its position; not by the message, which may quote what people wrote',
    async (which) => {
      const { documents, health } = given();
      const stopped = { position: '7', reason: 'no such priority: "call anna@example.com"' };
      const build = { version: '1', logId: 'log', collections: [], startedAt: '2024-05-20T00:00:00.000Z' };
      const builds = { a: { ...build, id: 'a' }, b: { ...build, id: 'b' } };
      Object.assign(which === 'serving' ? builds.a : builds.b, { stopped });
      documents.readProjection = () => Promise.resolve({ projection: 'tickets', revision: 1, serving: 'a', builds });
      const told = await health();
      expect(told).toMatchObject({
        reasons: ['projection tickets stopped at position 7; the log says why'],
        projections: [{ projection: 'tickets', state: 'stopped', [which]: { stopped: { position: '7' } } }],
      });
      expect(JSON.stringify(told)).not.toContain('anna');
    },
  );
});
