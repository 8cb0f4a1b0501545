import { failure, handlerFailed, notLeader, notReady, noSuchPosition, streamDeleted } from './failures.js';
import { streams } from './generated.js';
import { type Log } from './log.js';
import { Outbox, type ReadCall } from './outbox.js';
import { type LoggedRecord } from './record.js';
import { type Service } from './service.js';
import { subscribe } from './subscribe.js';
import { eventResponse, streamIdentifier, streamName } from './wire.js';

const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;

/** How many records are sent before others get their turn. */
const RECORDS_PER_TURN = 500;

type Options = streams.ReadReq.Options;
type Records = Iterable<LoggedRecord>;

function* allFrom(log: Log, start: number, step: 1 | -1): Records {
  for (let index = start, record = log.at(index); record; record = log.at((index += step))) yield record;
}

const readAll = (log: Log, options: Options): Records | 'no such position' => {
  const backwards = options.getReadDirection() === BACKWARDS;
  const all = options.getAll();
  const position = all?.getPosition();
  const start = position ? log.indexOf(BigInt(position.getCommitPosition())) : all?.hasEnd() ? log.committed : 0;
  if (start === undefined || (position && log.indexOf(BigInt(position.getPreparePosition())) === undefined)) return 'no such position';
  // Forwards, a position is inclusive; backwards, the events before it are read.
  return backwards ? allFrom(log, Math.min(start, log.committed) - 1, -1) : allFrom(log, start, 1);
};

function* streamFrom(log: Log, name: string, start: bigint, step: 1n | -1n): Records {
  const stream = log.stream(name);
  for (let revision = start; revision >= stream.firstRevision; revision += step) {
    const record = stream.records[Number(revision)];
    if (!record || record.index >= log.committed) return;
    yield record;
  }
}

const readStream = (log: Log, options: Options): Records | 'not found' | 'deleted' => {
  const from = options.getStream();
  const name = streamName(from?.getStreamIdentifier());
  const stream = log.stream(name);
  if (stream.tombstoned) return 'deleted';
  const first = stream.records[Number(stream.firstRevision)];
  if (!first || first.index >= log.committed) return 'not found';
  const asked = from?.hasRevision() ? BigInt(from.getRevision()) : from?.hasEnd() ? stream.lastRevision : 0n;
  if (options.getReadDirection() === BACKWARDS)
    return streamFrom(log, name, asked < stream.lastRevision ? asked : stream.lastRevision, -1n);
  return streamFrom(log, name, asked > stream.firstRevision ? asked : stream.firstRevision, 1n);
};

const notFound = (name: string) =>
  new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(name)));

const send = async (service: Service, call: ReadCall, records: Records, count: bigint): Promise<void> => {
  const outbox = new Outbox(call);
  let sent = 0n;
  for (const record of records) {
    if (sent === count || outbox.closed) break;
    outbox.write(eventResponse(record));
    sent += 1n;
    await outbox.drained();
    if (sent % BigInt(RECORDS_PER_TURN) === 0n) {
      await new Promise(setImmediate);
      await service.faults.moving();
    }
  }
  call.end();
};

const read = async (service: Service, call: ReadCall): Promise<void> => {
  await service.faults.moving();
  const fail = (error: ReturnType<typeof failure>) => void call.emit('error', error);
  if (service.faults.stillStarting()) return fail(notReady());
  if (service.faults.failsRead()) return fail(handlerFailed());
  const { leaderPort } = service.faults;
  if (leaderPort !== undefined && call.metadata.get('requires-leader').includes('true'))
    return fail(notLeader('127.0.0.1', String(leaderPort)));
  const options = call.request.getOptions();
  if (!options) return fail(failure(3, 'no options'));
  if (options.hasSubscription()) return subscribe(service, call, options);
  const count = BigInt(options.getCount());
  if (count === 0n) return fail(failure(3, "'0' is not a valid count"));
  if (options.hasAll()) {
    const records = readAll(service.log, options);
    return records === 'no such position' ? fail(noSuchPosition()) : send(service, call, records, count);
  }
  const records = readStream(service.log, options);
  const name = streamName(options.getStream()?.getStreamIdentifier());
  if (records === 'deleted') return fail(streamDeleted(name));
  if (records !== 'not found') return send(service, call, records, count);
  call.write(notFound(name));
  call.end();
};

/** Reads of a stream and of `$all`, and subscriptions to them: one method of the service for all. */
export const readCall =
  (service: Service) =>
  (call: ReadCall): void =>
    void read(service, call).catch((error: Error) => call.emit('error', error));
