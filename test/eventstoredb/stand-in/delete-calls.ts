import { randomUUID } from 'node:crypto';
import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type Expectation } from './expectation.js';
import { failure, notReady, streamDeleted } from './failures.js';
import { streams } from './generated.js';
import { type ProposedEvent, TOMBSTONE_TYPE } from './record.js';
import { type Service } from './service.js';
import { type Stream } from './stream.js';
import { expectation, streamName } from './wire.js';

const systemEvent = (type: string, data: object): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(data)),
  metadata: new Uint8Array(),
});

const fits = (stream: Stream, expected: Expectation): boolean => {
  if (expected === 'any') return true;
  if (expected === 'stream_exists') return !stream.empty;
  return expected === 'no_stream' ? stream.empty : expected === stream.lastRevision;
};

const wrongVersion = (name: string, expected: Expectation, { lastRevision }: Stream) =>
  failure(9, 'WrongExpectedVersion', {
    exception: 'wrong-expected-version',
    'stream-name': name,
    'expected-version':
      expected === 'any' ? '-2' : expected === 'no_stream' ? '-1' : expected === 'stream_exists' ? '-4' : expected.toString(),
    ...(lastRevision < 0n ? {} : { 'actual-version': lastRevision.toString() }),
  });

type Options = streams.DeleteReq.Options | streams.TombstoneReq.Options;

/** Where the event stands that says what was deleted, and which it is. */
type Trace = (stream: string, lastRevision: bigint) => { readonly into: string; readonly event: ProposedEvent };

const remove = async (service: Service, options: Options | undefined, trace: Trace): Promise<string | ReturnType<typeof failure>> => {
  await service.faults.moving();
  if (service.faults.stillStarting()) return notReady();
  if (!options) return failure(3, 'no options');
  const name = streamName(options.getStreamIdentifier());
  const stream = service.log.stream(name);
  if (stream.tombstoned) return streamDeleted(name);
  const expected = expectation(options, options.getRevision());
  if (!fits(stream, expected)) return wrongVersion(name, expected, stream);
  const { into, event } = trace(name, stream.lastRevision);
  const [record] = service.log.append(into, [event], service.clock.ticks());
  await service.log.settled();
  return record?.position.toString() ?? failure(2, 'nothing was written');
};

/** A delete that can be written over: what stands in the stream is no longer read, and the numbers go on. */
export const deleteCall =
  (service: Service) =>
  (call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>, answer: sendUnaryData<streams.DeleteResp>): void => {
    const trace: Trace = (name, last) => ({ into: `$$${name}`, event: systemEvent('$metadata', { $tb: Number(last + 1n) }) });
    void remove(service, call.request.getOptions(), trace).then((result) => {
      if (typeof result !== 'string') return answer(result);
      const position = new streams.DeleteResp.Position().setCommitPosition(result).setPreparePosition(result);
      answer(null, new streams.DeleteResp().setPosition(position));
    }, answer);
  };

/** The delete after which the stream takes nothing more. */
export const tombstoneCall =
  (service: Service) =>
  (call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>, answer: sendUnaryData<streams.TombstoneResp>): void => {
    const trace: Trace = (name) => ({ into: name, event: systemEvent(TOMBSTONE_TYPE, {}) });
    void remove(service, call.request.getOptions(), trace).then((result) => {
      if (typeof result !== 'string') return answer(result);
      const position = new streams.TombstoneResp.Position().setCommitPosition(result).setPreparePosition(result);
      answer(null, new streams.TombstoneResp().setPosition(position));
    }, answer);
  };
