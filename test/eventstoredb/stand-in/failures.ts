import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** A call's failure as gRPC carries it; the metadata tell the client which error class to make of it. */
export const failure = (code: status, details: string, metadata: Readonly<Record<string, string>> = {}): Partial<ServiceError> => {
  const carried = new Metadata();
  for (const [name, value] of Object.entries(metadata)) carried.set(name, value);
  return { code, details, metadata: carried };
};

export const NOT_READY = 'Server Is Not Ready';

export const notReady = () => failure(status.UNKNOWN, NOT_READY);

/** The client goes on with the leader that it is told. */
export const notLeader = (host: string, port: string) =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': port,
  });

export const streamDeleted = (stream: string) =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const appendTooLarge = (maxBytes: number) =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${maxBytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxBytes),
  });

export const tooSlow = () => failure(status.ABORTED, 'Consumer too slow to handle event while live. Client resubscription required.');

/** What gRPC says for a server whose handler failed. */
export const handlerFailed = () => failure(status.UNKNOWN, 'Exception was thrown by handler.');

export const noSuchPosition = () => failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error');
