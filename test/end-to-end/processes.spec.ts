import { describeNeeding } from '../further-needs.js';
import { mongoStandIn } from '../mongodb/stand-in.js';
import { DocketProcess, temporaryFolder } from './docket-process.js';
import { StandIns } from './pairs.js';

const SLOW_MS = 240_000;
const TICKETS = 8;

describeNeeding(mongoStandIn, 'two gateways and two projectors on servers', () => {
  const folder = temporaryFolder();
  let stores: StandIns;
  let gateways: DocketProcess[] = [];
  let projectors: DocketProcess[] = [];
  const start = (role: string) => DocketProcess.start({ dataDir: folder.path, env: { ...stores.env, DOCKET_ROLES: role } });
  beforeAll(async () => {
    stores = await StandIns.start();
    gateways = await Promise.all([start('gateway'), start('gateway')]);
    projectors = await Promise.all([start('projector'), start('projector')]);
  }, SLOW_MS);
  afterAll(async () => {
    await Promise.all([...gateways, ...projectors].map((process) => process.stop()));
    await stores.close();
    folder.remove();
  }, SLOW_MS);

  const standsBy = async ({ url }: DocketProcess): Promise<boolean> => {
    const response = await fetch(`${url}/health/ready`);
    const { reasons } = (await response.json()) as { reasons: string[] };
    expect(response.status).toBe(200);
    return reasons.includes('another projector works; this one takes over when it dies');
  };
  const gateway = (index: number): DocketProcess => gateways[index % gateways.length] as DocketProcess;

  /** Opens a ticket through one gateway and sees it through the other, waiting for it as long as that takes. */
  const openedAndSeen = async (index: number): Promise<string> => {
    const made = await gateway(index).call('POST', '/tickets', { subject: `T${index}`, description: 'D', requester: { name: 'N' } });
    expect(made.status).toBe(201);
    for (;;) {
      const seen = await gateway(index + 1).call('GET', `/tickets?limit=100&after=${String(made.body['position'])}`);
      if (seen.status === 503) continue;
      const found = (seen.body['items'] as { id: string; subject: string }[]).find(({ id }) => id === made.body['id']);
      expect(found?.subject).toBe(`T${index}`);
      return String(made.body['id']);
    }
  };

  test(
    'of the projectors one works; killed, it is replaced by the other, and nothing is lost',
    async () => {
      const waiting = await Promise.all(projectors.map(standsBy));
      expect(waiting.filter(Boolean)).toHaveLength(1);
      const [one, two] = projectors as [DocketProcess, DocketProcess];
      const [working, other] = waiting[0] ? [two, one] : [one, two];
      const ids: string[] = [];
      for (let index = 0; index < TICKETS; index++) ids.push(await openedAndSeen(index));
      await working.stop('SIGKILL');
      for (let index = TICKETS; index < 2 * TICKETS; index++) ids.push(await openedAndSeen(index));
      expect(await standsBy(other)).toBe(false);
      const listed = await gateway(0).call('GET', '/tickets?limit=100');
      expect((listed.body['items'] as { id: string }[]).map(({ id }) => id).sort()).toEqual([...ids].sort());
    },
    SLOW_MS,
  );
});
