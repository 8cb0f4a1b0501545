import { MongoServerError, type Document } from 'mongodb';
import type { Build, ProjectionRecord } from '../document-store.js';
import { DocumentsUnavailable } from '../failures.js';
import { VIEW_TRIES_MAX } from './limits.js';
import { VIEW_PIPELINE } from './stored.js';
import { Views } from './views.js';

const build = (id: string, collections: readonly string[]): Build => ({
  id,
  version: '1',
  logId: 'log',
  collections,
  startedAt: '2024-05-20T00:00:00.000Z',
});

const recordOf = (serving: string | undefined, ...builds: readonly Build[]): ProjectionRecord => ({
  projection: 'tickets',
  revision: 1,
  ...(serving === undefined ? {} : { serving }),
  builds: Object.fromEntries(builds.map((each) => [each.id, each])),
});

const refusal = (code: number, message: string): MongoServerError => new MongoServerError({ message, code });

/** A server as far as views are concerned. */
class ViewServer {
  readonly views = new Map<string, string>();
  readonly collections = new Set<string>();
  readonly warnings: string[] = [];
  record: ProjectionRecord | undefined;
  /** Called before each command; what it throws is the answer. */
  before = (_command: Document): void => undefined;

  readonly open = (): Views =>
    new Views(
      async (command) => {
        try {
          return this.#answer(command);
        } catch (error) {
          throw new DocumentsUnavailable('keeping views', { cause: error });
        }
      },
      async () => this.record,
      (message) => this.warnings.push(message),
    );

  #answer(command: Document): Document {
    this.before(command);
    const [name, value] = Object.entries(command)[0] as [string, string];
    switch (name) {
      case 'collMod':
        if (this.collections.has(value)) throw refusal(72, `ns: t.${value} is not a view`);
        if (!this.views.has(value)) throw refusal(26, 'ns does not exist');
        this.#define(value, command);
        return {};
      case 'create':
        if (this.views.has(value)) throw refusal(48, 'already exists');
        this.#define(value, command);
        return {};
      case 'listCollections': {
        const { name: asked } = command['filter'] as { name: string };
        return { cursor: { firstBatch: this.views.has(asked) ? [{ name: asked, type: 'view' }] : [] } };
      }
      case 'drop':
        this.views.delete(value);
        return {};
      default:
        throw refusal(59, `no such command: '${name}'`);
    }
  }

  #define(view: string, { viewOn, pipeline }: Document): void {
    expect(pipeline).toEqual(VIEW_PIPELINE);
    this.views.set(view, viewOn as string);
  }
}

describe('views for analysts', () => {
  const server = (): ViewServer => new ViewServer();
  const switchTo = async (standing: ViewServer, views: Views, record: ProjectionRecord): Promise<void> => {
    standing.record = record;
    await views.follow(record);
  };
  const [b1, b2] = [build('b1', ['tickets', 'buckets']), build('b2', ['tickets', 'days'])];

  it('show the build that serves, and go over to the next one', async () => {
    const standing = server();
    const views = standing.open();
    await switchTo(standing, views, recordOf(undefined, b1));
    expect([...standing.views]).toEqual([]);
    await switchTo(standing, views, recordOf('b1', b1));
    expect(Object.fromEntries(standing.views)).toEqual({ tickets: 'tickets@b1', buckets: 'buckets@b1' });
    await switchTo(standing, views, recordOf('b2', b1, b2));
    expect(Object.fromEntries(standing.views)).toEqual({ tickets: 'tickets@b2', days: 'days@b2' });
  });

  it('are put right by a process that finds them behind', async () => {
    const standing = server();
    standing.views.set('tickets', 'tickets@b0');
    await switchTo(standing, standing.open(), recordOf('b1', b1));
    expect(standing.views.get('tickets')).toBe('tickets@b1');
  });

  it('end where the record says, also when another process switches in between', async () => {
    const standing = server();
    standing.before = () => {
      standing.before = () => undefined;
      standing.record = recordOf('b2', b1, b2);
      standing.views.set('tickets', 'tickets@b2');
    };
    await switchTo(standing, standing.open(), recordOf('b1', b1));
    expect(standing.views.get('tickets')).toBe('tickets@b2');
  });

  it('are made once when two processes make them', async () => {
    const standing = server();
    standing.before = ({ create }) => {
      if (create === 'tickets') standing.views.set('tickets', 'tickets@b1');
    };
    await switchTo(standing, standing.open(), recordOf('b1', build('b1', ['tickets'])));
    expect(standing.views.get('tickets')).toBe('tickets@b1');
    expect(standing.warnings).toEqual([]);
  });

  it.each([
    ['are made at the last try', VIEW_TRIES_MAX - 1, 'tickets@b1'],
    ['are left to a later write after it', VIEW_TRIES_MAX, undefined],
  ])('that come and go while they are made %s', async (_, goings, shown) => {
    const standing = server();
    const views = standing.open();
    let gone = 0;
    standing.before = ({ create }) => {
      if (create === undefined || gone === goings) return;
      gone += 1;
      throw refusal(48, 'already exists');
    };
    await switchTo(standing, views, recordOf('b1', build('b1', ['tickets'])));
    expect({ gone, shown: standing.views.get('tickets') }).toEqual({ gone: goings, shown });
    await views.catchUp();
    expect(standing.views.get('tickets')).toBe('tickets@b1');
    expect(standing.warnings).toEqual([]);
  });

  it('of a record that never rests are left to a later write', async () => {
    const standing = server();
    const views = standing.open();
    let switches = 0;
    standing.before = () => {
      switches += 1;
      standing.record = recordOf(`b${switches}`, build(`b${switches}`, ['tickets']));
    };
    await switchTo(standing, views, recordOf('b0', build('b0', ['tickets'])));
    standing.before = () => undefined;
    standing.record = recordOf('b9', build('b9', ['tickets']));
    await views.catchUp();
    expect(standing.views.get('tickets')).toBe('tickets@b9');
  });

  it('are made with a later write where the server could not be asked', async () => {
    const standing = server();
    const views = standing.open();
    standing.before = () => {
      throw new DocumentsUnavailable('connection lost');
    };
    await switchTo(standing, views, recordOf('b1', b1));
    expect([...standing.views]).toEqual([]);
    standing.before = () => undefined;
    await views.catchUp();
    expect(standing.views.get('tickets')).toBe('tickets@b1');
  });

  it('never touch a collection that has the name of one, and say so, once', async () => {
    const standing = server();
    standing.collections.add('tickets');
    const views = standing.open();
    await switchTo(standing, views, recordOf('b1', b1));
    await switchTo(standing, views, recordOf('b2', b1, b2));
    expect([...standing.views]).toEqual([]);
    expect(standing.warnings).toEqual(["views for analysts can't be kept: ns: t.tickets is not a view"]);
  });

  it('are not missed on a server that has none', async () => {
    const standing = server();
    let asked = 0;
    standing.before = ({ collMod }) => {
      asked++;
      if (collMod !== undefined) throw refusal(59, "no such command: 'collMod'");
    };
    const views = standing.open();
    await switchTo(standing, views, recordOf('b1', b1));
    await views.catchUp();
    expect(asked).toBe(1);
    expect(standing.warnings).toEqual([]);
  });
});
