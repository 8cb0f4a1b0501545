import { type ServerDuplexStream } from '@grpc/grpc-js';
import { append, type AppendOutcome } from './append.js';
import { type Expectation } from './expectation.js';
import { NOT_READY, notLeader } from './failures.js';
import { any, empty, shared, status, streams } from './generated.js';
import { MAX_APPEND_BYTES, type ProposedEvent } from './record.js';
import { type Service } from './service.js';
import { expectation, proposedEvent, streamIdentifier, streamName } from './wire.js';

type BatchAppendCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** The parts of one append that have come so far. */
interface Batch {
  readonly stream: string;
  readonly expected: Expectation;
  readonly messages: streams.BatchAppendReq.ProposedMessage[];
}

const details = (typeName: string, bytes: Uint8Array): any.Any => {
  const packed = new any.Any();
  packed.pack(bytes, typeName);
  return packed;
};

const errorStatus = (code: number, message: string, packed: any.Any): streams.BatchAppendResp =>
  new streams.BatchAppendResp().setError(new status.Status().setCode(code).setMessage(message).setDetails(packed));

const wrongVersion = (expected: Expectation, current: bigint): streams.BatchAppendResp => {
  const wrong = new shared.WrongExpectedVersion();
  if (current < 0n) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(current.toString());
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new empty.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new empty.Empty());
  else wrong.setExpectedStreamPosition(expected.toString());
  return errorStatus(9, 'WrongExpectedVersion', details('event_store.client.WrongExpectedVersion', wrong.serializeBinary()));
};

const success = ({ lastRevision, last }: Extract<AppendOutcome, { kind: 'appended' }>): streams.BatchAppendResp => {
  const result = new streams.BatchAppendResp.Success();
  if (lastRevision < 0n) result.setNoStream(new empty.Empty());
  else result.setCurrentRevision(lastRevision.toString());
  const position = last?.position.toString();
  if (position === undefined) result.setNoPosition(new empty.Empty());
  else result.setPosition(new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position));
  return new streams.BatchAppendResp().setSuccess(result);
};

const response = (outcome: AppendOutcome, { stream, expected }: Batch): streams.BatchAppendResp => {
  switch (outcome.kind) {
    case 'appended':
      return success(outcome);
    case 'wrong':
      return wrongVersion(expected, outcome.current);
    case 'deleted': {
      const deleted = new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
      return errorStatus(9, 'StreamDeleted', details('event_store.client.StreamDeleted', deleted.serializeBinary()));
    }
    case 'too large': {
      const exceeded = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
      return errorStatus(
        3,
        'MaximumAppendSizeExceeded',
        details('event_store.client.MaximumAppendSizeExceeded', exceeded.serializeBinary()),
      );
    }
  }
};

const notReady = () => errorStatus(14, NOT_READY, details('google.protobuf.Empty', new Uint8Array()));

/** The answer to an event with a malformed id or no type. It names no stream, over which the client stumbles as over the server's. */
const malformed = () => new streams.BatchAppendResp().setError(new status.Status().setCode(2).setMessage('Malformed event'));

/** The answer to a whole append, `lost` for none, or `leader lost` for the end of all appends of the stream. */
const answer = async (service: Service, batch: Batch): Promise<streams.BatchAppendResp | 'lost' | 'leader lost'> => {
  await service.faults.moving();
  if (service.faults.stillStarting()) return notReady().setStreamIdentifier(streamIdentifier(batch.stream));
  const events: ProposedEvent[] = [];
  for (const message of batch.messages) {
    const event = proposedEvent(message);
    if (!event) return malformed();
    events.push(event);
  }
  const fate = service.faults.nextFate();
  if (fate === 'lost') return 'lost';
  const outcome = await append(service, batch.stream, batch.expected, events);
  if (fate === 'leader lost') return fate;
  return fate === 'answer lost' ? 'lost' : response(outcome, batch).setStreamIdentifier(streamIdentifier(batch.stream));
};

/** The stream of appends of one client: each append has a correlation id and may come in several messages. */
export const batchAppendCall =
  (service: Service) =>
  (call: BatchAppendCall): void => {
    const batches = new Map<string, Batch>();
    const take = async (request: streams.BatchAppendReq): Promise<void> => {
      const correlation = request.getCorrelationId();
      const key = correlation?.getString() ?? '';
      const options = request.getOptions();
      const started = options && {
        stream: streamName(options.getStreamIdentifier()),
        expected: expectation(options, options.getStreamPosition()),
        messages: [],
      };
      const batch = started ?? batches.get(key);
      if (!batch) throw new Error(`an append goes on that never began: ${key}`);
      batch.messages.push(...request.getProposedMessagesList());
      batches.set(key, batch);
      if (!request.getIsFinal()) return;
      batches.delete(key);
      const answered = await answer(service, batch);
      if (answered === 'lost') return service.cut(call.getPeer());
      if (answered === 'leader lost') {
        const [host = '', port = ''] = call.getHost().split(':');
        return void call.emit('error', notLeader(host, port));
      }
      if (!call.cancelled) call.write(answered.setCorrelationId(correlation));
    };
    call.on('data', (request: streams.BatchAppendReq) => void take(request).catch((error: Error) => call.destroy(error)));
    call.on('error', () => call.end());
    call.on('end', () => call.end());
  };
