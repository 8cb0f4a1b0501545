import { type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { append, type AppendOutcome } from './append.js';
import { type Expectation } from './expectation.js';
import { appendTooLarge, failure, notReady, streamDeleted } from './failures.js';
import { shared, streams } from './generated.js';
import { MAX_APPEND_BYTES } from './record.js';
import { type Service } from './service.js';
import { expectation, proposedEvent, streamName } from './wire.js';

type AppendCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

const wrongVersion = (expected: Expectation, current: bigint): streams.AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current < 0n) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(current.toString());
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(expected.toString());
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
};

const success = ({ lastRevision, last }: Extract<AppendOutcome, { kind: 'appended' }>): streams.AppendResp => {
  const result = new streams.AppendResp.Success();
  if (lastRevision < 0n) result.setNoStream(new shared.Empty());
  else result.setCurrentRevision(lastRevision.toString());
  const position = last?.position.toString();
  if (position === undefined) result.setNoPosition(new shared.Empty());
  else result.setPosition(new streams.AppendResp.Position().setCommitPosition(position).setPreparePosition(position));
  return new streams.AppendResp().setSuccess(result);
};

const take = async (service: Service, call: AppendCall, answer: sendUnaryData<streams.AppendResp>): Promise<void> => {
  const requests: streams.AppendReq[] = [];
  for await (const request of call) requests.push(request as streams.AppendReq);
  await service.faults.moving();
  if (service.faults.stillStarting()) return answer(notReady());
  const options = requests.shift()?.getOptions();
  const events = requests.map((request) => {
    const message = request.getProposedMessage();
    return message && proposedEvent(message);
  });
  const whole = events.filter((event) => event !== undefined);
  if (!options || whole.length < events.length) return answer(failure(3, 'Malformed event'));
  const fate = service.faults.nextFate();
  if (fate === 'lost') return service.cut(call.getPeer());
  const stream = streamName(options.getStreamIdentifier());
  const expected = expectation(options, options.getRevision());
  const outcome = await append(service, stream, expected, whole);
  if (fate === 'answer lost') return service.cut(call.getPeer());
  if (outcome.kind === 'deleted') return answer(streamDeleted(stream));
  if (outcome.kind === 'too large') return answer(appendTooLarge(MAX_APPEND_BYTES));
  answer(null, outcome.kind === 'wrong' ? wrongVersion(expected, outcome.current) : success(outcome));
};

/** One append as a call of its own: the way that the client goes with credentials. */
export const appendCall =
  (service: Service) =>
  (call: AppendCall, answer: sendUnaryData<streams.AppendResp>): void =>
    void take(service, call, answer).catch((error: Error) => answer(error));
