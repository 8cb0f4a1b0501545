// The load, from a process of its own: JSON on standard input, {url, connections, seconds, requests: [{method, path, headers, body}]}.
// Prints one line of JSON: requests a second, failures, percentiles of the latency in milliseconds.
import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';

const { url, connections, seconds, requests } = JSON.parse(await text(process.stdin));
const result = await autocannon({ url, connections, duration: seconds, requests });
process.stdout.write(
  `${JSON.stringify({
    perSecond: result.requests.total / result.duration,
    failures: result.errors + result.timeouts + result.non2xx,
    latency_ms: { p50: result.latency.p50, p99: result.latency.p99 },
  })}\n`,
);
