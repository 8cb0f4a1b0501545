import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { features, type shared } from './generated.js';
import { type Service } from './service.js';

/** The server whose behaviour is imitated. */
export const SERVER_VERSION = '23.10.6';

const STREAMS_METHODS = ['read', 'append', 'delete', 'tombstone', 'batchappend'];

/** What this server can do. The client appends in batches only when it finds them here. */
export const serverFeaturesCall =
  (service: Service) =>
  (_: ServerUnaryCall<shared.Empty, features.SupportedMethods>, answer: sendUnaryData<features.SupportedMethods>): void => {
    const methods = STREAMS_METHODS.map((name) =>
      new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
    );
    const supported = new features.SupportedMethods().setEventStoreServerVersion(SERVER_VERSION).setMethodsList(methods);
    void service.faults.moving().then(() => answer(null, supported));
  };
