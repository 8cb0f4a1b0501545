import 'reflect-metadata';
import { EVENT_TYPE_BYTES_MAX, type RecordedEvent } from '@docket/event-store';
import type { Capability } from '@docket/gateway';
import { ServerInMemory } from '@docket/gateway/testing';
import { people } from '@docket/people';
import { feed } from './index.js';
import { FEED_LIMIT_MAX, FEED_TYPES_MAX } from './limits.js';

interface Page {
  readonly items: readonly RecordedEvent[];
  readonly nextCursor?: string;
  readonly position?: string;
}

describe('the feed', () => {
  let server: ServerInMemory;
  const events = (query = ''): Promise<Page> => server.ask('GET', `/events${query}`) as Promise<unknown> as Promise<Page>;
  const makeTeam = (name: string) => server.ask('POST', '/teams', { body: { name } });
  const makeAgent = (name: string) => server.ask('POST', '/agents', { body: { name, login: name.toLowerCase() } });
  beforeEach(async () => {
    server = await ServerInMemory.start([people, feed]);
  });
  afterEach(() => server.stop());

  test('gives every event of the capabilities in the order of the log, as it was recorded, and nothing of the engine’s own', async () => {
    await makeTeam('Harbour');
    await makeAgent('Anna');
    const { items } = await events();
    const log = await server.log.store.readAll();
    const shown = log.filter(({ type }) => people.events.some((known) => known.type === type));
    expect(items).toEqual(
      shown.map(({ position, id, type, stream, revision, data, metadata, digest }) => ({
        position,
        id,
        type,
        stream,
        revision,
        data,
        metadata,
        digest,
      })),
    );
    expect(log.length).toBeGreaterThan(items.length);
  });

  test('is walked page by page, and gone on with after the position where it ended', async () => {
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await makeTeam(name);
    const walked: RecordedEvent[] = [];
    let page = await events('?types=TeamCreated&limit=2');
    walked.push(...page.items);
    while (page.nextCursor !== undefined) {
      page = await events(`?types=TeamCreated&limit=2&cursor=${page.nextCursor}`);
      walked.push(...page.items);
    }
    expect(walked.map(({ data }) => (data as { name?: string }).name)).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
    await makeTeam('Six');
    expect((await events(`?types=TeamCreated&after=${page.position}`)).items).toHaveLength(1);
  });

  test('as NDJSON has one event a line and ends at the head', async () => {
    await makeTeam('Harbour');
    const { headers, text } = await server.call('GET', '/events', { headers: { accept: 'application/x-ndjson' } });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as RecordedEvent)).toEqual((await events()).items);
  });

  test('as an event stream says what has been, then that it has caught up, then what comes; Last-Event-ID goes on', async () => {
    await makeTeam('Harbour');
    const first = await server.stream('/events', { accept: 'text/event-stream' });
    const before = await first.until((text) => text.includes('event: caughtUp'));
    expect(before).toMatch(/^id: \S+\nevent: \w+\ndata: \{/);
    await makeTeam('Pilots');
    const all = await first.until((text) => text.includes('"Pilots"'));
    expect(all.indexOf('"Harbour"')).toBeLessThan(all.indexOf('event: caughtUp'));
    await first.close();
    const last = [...all.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? '';
    await makeTeam('Divers');
    const again = await server.stream('/events', { accept: 'text/event-stream', 'last-event-id': last });
    const rest = await again.until((text) => text.includes('event: caughtUp'));
    expect(rest.match(/event: TeamCreated/g)).toHaveLength(1);
    await again.close();
  });

  test.each(['after', 'cursor'])('an event stream that was begun by ?%s= goes on after what its client saw last', async (parameter) => {
    await makeTeam('Harbour');
    const address = `/events?${parameter}=${await server.head()}`;
    await makeTeam('Pilots');
    const first = await server.stream(address, { accept: 'text/event-stream' });
    const seen = await first.until((text) => text.includes('"Pilots"'));
    await first.close();
    expect(seen).not.toContain('"Harbour"');
    const [, last = ''] = /^id: (\S+)$/m.exec(seen) ?? [];
    await makeTeam('Divers');
    const again = await server.stream(address, { accept: 'text/event-stream', 'last-event-id': last });
    const rest = await again.until((text) => text.includes('event: caughtUp'));
    await again.close();
    expect(rest).toContain('"Divers"');
    expect(rest).not.toContain('"Pilots"');
  });

  test.each(['', 'nonsense', 'x'.repeat(65)])('Last-Event-ID: %s is refused by its own name', async (last) => {
    const { status, body } = await server.call('GET', '/events', { headers: { 'last-event-id': last } });
    expect({ status, field: body.field }).toEqual({ status: 400, field: 'last-event-id' });
    expect(body.detail).toMatch(/^last-event-id /);
  });

  test('tells live only of what the read models have', async () => {
    const stream = await server.stream('/events?types=TeamCreated', { accept: 'text/event-stream' });
    await stream.until((text) => text.includes('event: caughtUp'));
    for (const name of ['One', 'Two', 'Three']) {
      await makeTeam(name);
      await stream.until((text) => text.includes(`"${name}"`));
      const teams = (await server.ask('GET', '/teams')) as { items: { name: string }[] };
      expect(teams.items.map((team) => team.name)).toContain(name);
    }
    await stream.close();
  });

  test.each([
    ['types=NobodyKnowsIt', 'types', 400],
    ['types=', 'types', 400],
    [`types=${'T'.repeat(EVENT_TYPE_BYTES_MAX)}`, 'types', 400],
    [`types=${'T'.repeat(EVENT_TYPE_BYTES_MAX + 1)}`, 'types', 400],
    [`types=${Array.from({ length: FEED_TYPES_MAX + 1 }, (_, index) => `T${index}`).join(',')}`, 'types', 400],
    [`limit=${FEED_LIMIT_MAX + 1}`, 'limit', 400],
    ['limit=0', 'limit', 400],
    ['after=nonsense', 'after', 400],
    ['cursor=nonsense', 'cursor', 400],
    ['cursor=', 'cursor', 400],
    ['after=00000000000000000001&cursor=00000000000000000001', 'cursor', 400],
    ['format=xml', 'format', 400],
    ['color=red', 'color', 400],
  ])('?%s is refused by the name of %s', async (query, field, status) => {
    const answer = await server.call('GET', `/events?${query}`);
    expect({ status: answer.status, field: answer.body.field }).toEqual({ status, field });
  });

  test('what a capability withholds is not told of, and can’t be asked for', async () => {
    const withheld: Capability = { ...people, withheldFromFeed: true };
    const silent = await ServerInMemory.start([withheld, feed]);
    await silent.ask('POST', '/teams', { body: { name: 'Harbour' } });
    expect(await silent.ask('GET', '/events')).toMatchObject({ items: [] });
    expect((await silent.call('GET', '/events?types=TeamCreated')).body).toMatchObject({ status: 400, field: 'types' });
    await silent.stop();
  });

  test('a position behind the head is answered 503 with Retry-After: the log may not have come so far here', async () => {
    const head = await server.head();
    const beyond = String(BigInt(head) + 1_000n).padStart(head.length, '0');
    const { status, headers } = await server.call('GET', `/events?after=${beyond}`);
    expect({ status, retry: headers.get('retry-after') }).toEqual({ status: 503, retry: '1' });
    server.forgive('readModel.behind');
  });

  test('the most types and the longest page are taken', async () => {
    expect((await server.call('GET', `/events?limit=${FEED_LIMIT_MAX}`)).status).toBe(200);
  });
});
