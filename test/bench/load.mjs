// The load, from a process of its own: JSON on standard input, {url, connections, seconds, requests: [{method, path, headers, body}]}.
// Prints one line of JSON: requests a second, failures, percentiles of the latency in milliseconds.
import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';

const { url, connections, seconds, requests } = JSON.parse(await text(process.stdin));

/** Each connection has its own part of the list: people do not do the same thing at the same moment. */
const partOf = (connection) =>
  requests.length < connections ? [requests[connection % requests.length]] : requests.filter((_, i) => i % connections === connection);
let clients = 0;
const setupClient = (client) => client.setRequests(partOf(clients++));

// autocannon writes all requests that it is given down for each connection, and its clock runs meanwhile: of 2,000 for 64 connections it takes a third of a
// round. It is given one, and each connection its part.
const result = await autocannon({ url, connections, duration: seconds, requests: requests.slice(0, 1), setupClient });
process.stdout.write(
  `${JSON.stringify({
    perSecond: result.requests.total / result.duration,
    failures: result.errors + result.timeouts + result.non2xx,
    latency_ms: { p50: result.latency.p50, p99: result.latency.p99 },
  })}\n`,
);
