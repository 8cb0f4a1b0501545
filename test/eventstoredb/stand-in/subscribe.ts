import { type failure, noSuchPosition, streamDeleted } from './failures.js';
import { type streams } from './generated.js';
import { filterOf } from './filter.js';
import { type Log } from './log.js';
import { type ReadCall } from './outbox.js';
import { type LoggedRecord } from './record.js';
import { type Service } from './service.js';
import { Subscription } from './subscription.js';
import { streamName } from './wire.js';

type Options = streams.ReadReq.Options;

/** From which place of `$all` on a subscription looks, and at what. */
interface Start {
  readonly index: number;
  readonly wants: (record: LoggedRecord) => boolean;
}

const fromAll = (log: Log, options: Options): Start | 'no such position' => {
  const all = options.getAll();
  const wants = filterOf(options.getFilter())?.matches ?? (() => true);
  if (all?.hasStart()) return { index: 0, wants };
  const position = all?.getPosition();
  if (!position) return { index: log.committed, wants };
  const commit = BigInt(position.getCommitPosition());
  const index = log.indexOf(commit);
  if (index === undefined || log.indexOf(BigInt(position.getPreparePosition())) === undefined) return 'no such position';
  // A position is exclusive here, and stays so when it lies beyond the end.
  return { index, wants: (record) => record.position > commit && wants(record) };
};

const fromStream = (log: Log, options: Options): Start => {
  const from = options.getStream();
  const name = streamName(from?.getStreamIdentifier());
  if (from?.hasEnd()) return { index: log.committed, wants: ({ stream }) => stream === name };
  const after = from?.hasRevision() ? BigInt(from.getRevision()) : -1n;
  const stream = log.stream(name);
  const first = stream.records[Number(after + 1n > stream.firstRevision ? after + 1n : stream.firstRevision)];
  return { index: first?.index ?? log.committed, wants: (record) => record.stream === name && record.revision > after };
};

/** Opens the subscription that a read request asks for. */
export const subscribe = (service: Service, call: ReadCall, options: Options): void => {
  const fail = (error: ReturnType<typeof failure>) => void call.emit('error', error);
  if (!options.hasAll()) {
    const name = streamName(options.getStream()?.getStreamIdentifier());
    if (service.log.stream(name).tombstoned) return fail(streamDeleted(name));
  }
  const start = options.hasAll() ? fromAll(service.log, options) : fromStream(service.log, options);
  if (start === 'no such position') return fail(noSuchPosition());
  new Subscription(service, call, start.index, start.wants, filterOf(options.getFilter())?.checkpointEvery).run();
};
