import { embedded } from './pairs.js';
import { describeServer } from './running-server.js';

const SLOW_MS = 120_000;

describeServer('what Prometheus is told of a running server', [embedded], (running) => {
  test(
    'are commands by operation and outcome, appends and how many went together, lags, and requests by route',
    async () => {
      const ticket = { subject: 'S', description: 'D', requester: { name: 'N' } };
      const key = { 'idempotency-key': 'k' };
      const made = await running.server.call('POST', '/tickets', ticket, key);
      await running.server.call('POST', '/tickets', ticket, key);
      expect((await running.server.call('POST', `/tickets/${String(made.body['id'])}/status`, { status: 'new' })).status).toBe(200);
      expect((await running.server.call('POST', '/tickets', { ...ticket, requester: {} })).body).toMatchObject({
        code: 'requester.incomplete',
      });
      expect((await running.server.call('POST', '/tickets', {})).body).toMatchObject({ code: 'input.invalid' });
      expect((await running.server.call('GET', `/tickets?after=${String(made.body['position'])}`)).status).toBe(200);

      const text = await (await fetch(`${running.server.url}/metrics`)).text();
      const value = (series: string): number =>
        Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`${series} `))
            ?.split(' ')[1],
        );
      expect(value('docket_commands_total{operation="createTicket",outcome="changed"}')).toBe(1);
      expect(value('docket_commands_total{operation="createTicket",outcome="repeated"}')).toBe(1);
      expect(value('docket_commands_total{operation="createTicket",outcome="refused"}')).toBe(2);
      expect(value('docket_commands_total{operation="changeTicketStatus",outcome="unchanged"}')).toBe(1);
      const appends = value('docket_append_duration_seconds_count{outcome="appended"}');
      expect(appends).toBeGreaterThan(0);
      expect(value('docket_commit_appends_sum')).toBeGreaterThanOrEqual(appends);
      expect(value('docket_commit_appends_count')).toBeLessThanOrEqual(value('docket_commit_appends_sum'));
      expect(value('docket_projection_lag_events{projection="tickets"}')).toBe(0);
      expect(value('docket_projection_lag_seconds{projection="tickets"}')).toBe(0);
      expect(value('docket_projection_stopped{projection="tickets"}')).toBe(0);
      expect(value('docket_store_up{store="events"}')).toBe(1);
      expect(value('docket_http_request_duration_seconds_count{method="POST",route="/api/v1/tickets",status="201"}')).toBe(2);
    },
    SLOW_MS,
  );
});
