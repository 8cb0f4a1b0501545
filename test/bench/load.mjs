// The load, from a process of its own: JSON on standard input, {url, connections, seconds, requests: [{method, path, headers, body}]}.
// Prints one line of JSON: requests a second, failures, percentiles of the latency in milliseconds.
import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';

const { url, connections, seconds, requests } = JSON.parse(await text(process.stdin));

/** Each connection begins elsewhere in the list: people do not do the same thing at the same moment. */
const rotated = (by) => [...requests.slice(by), ...requests.slice(0, by)];
let clients = 0;
const setupClient = (client) => client.setRequests(rotated(Math.floor((clients++ * requests.length) / connections)));

const result = await autocannon({ url, connections, duration: seconds, requests, setupClient });
process.stdout.write(
  `${JSON.stringify({
    perSecond: result.requests.total / result.duration,
    failures: result.errors + result.timeouts + result.non2xx,
    latency_ms: { p50: result.latency.p50, p99: result.latency.p99 },
  })}\n`,
);
