import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import { EVENT_TYPES } from '../capability.js';
import { EVENT_READER } from '@docket/event-store';
import { eventTypesOf, LIVE_LOG, READ_MODELS, type ReadModels } from '@docket/projecting';
import type { Gateway, GatewayOptions } from '../gateway.js';
import type { SchemaParts } from '../graphql/build-schema.js';
import type { GraphqlServices } from '../graphql/graphql-api.js';
import { partsOf } from '../graphql-parts.js';
import type { Live } from '../live.js';
import {
  BODY_BYTES_MAX,
  CLOSING_MS_MAX,
  PATH_PARAMETER_LENGTH_MAX,
  REQUEST_LOOKS,
  REQUEST_MS_MAX,
  UNAUTHENTICATED_REQUESTS_MAX,
} from '../limits.js';
import type { Operation } from '../operation.js';
import type { Documentation } from '../openapi/documentation.js';
import { problem } from '../problems/problem.js';
import { sendProblem } from './answering.js';
import { authenticationHook } from './authentication.js';
import { answerTogether } from './answers-together.js';
import { readJsonBodies } from './body.js';
import { answerClientErrors } from './client-error.js';
import { controllerOf, OPERATION_SERVICES, type OperationServices } from './controllers.js';
import { LoadedOnce } from './loaded-once.js';
import { nestLog } from './nest-log.js';
import { GRAPHQL_API, GRAPHQL_ROUTES, GraphqlController, type LazyGraphql } from './graphql-controller.js';
import { OpenStreams } from './open-streams.js';
import { takeUpgrades } from './upgrades.js';
import { API_PREFIX } from './path.js';
import { frameworkProblem, ProblemFilter } from './problem-filter.js';
import { watchEnds } from './request-ends.js';
import { beginAnswer, beginRequests, requestId, tellOfRequests } from './request-hooks.js';
import { RequestRates } from './request-rates.js';
import { endTrace, traceRequests } from './request-traces.js';
import { SYSTEM_ROUTES, SYSTEM_SERVICES, SystemController, type SystemServices } from './system-controller.js';
import { UpgradableRequest } from './upgradable-request.js';
import { watchUnusedConnections } from './unused-connections.js';

/** The ports of the program, seen by every module. */
@Module({})
class PortsModule {}

@Module({})
class GatewayModule {}

const LIVE_PORTS = [READ_MODELS, EVENT_READER, LIVE_LOG] as const;

/** Loads GraphQL with the first request to it. */
const lazyGraphql = (parts: SchemaParts, services: GraphqlServices): LazyGraphql => {
  const api = new LoadedOnce(async () => {
    const { GraphqlApi } = await import('../graphql/graphql-api.js');
    return new GraphqlApi(parts, services);
  });
  return () => api.get();
};

const lazyDocumentation = (...parts: ConstructorParameters<typeof Documentation>): SystemServices['documentation'] => {
  const documentation = new LoadedOnce(async () => {
    const { Documentation } = await import('../openapi/documentation.js');
    return new Documentation(...parts);
  });
  return () => documentation.get();
};

const everywhere = (module: Type | DynamicModule): Type | DynamicModule => {
  if ('module' in module) return { ...module, global: true };
  // The class itself, not a dynamic module of it: others may import it, and would get it a second time.
  Global()(module);
  return module;
};

const moduleOf = (options: GatewayOptions, operations: readonly Operation[], openStreams: OpenStreams): DynamicModule => {
  const { capabilities, modules, metrics, streams, health, about, log } = options;
  const told = capabilities.filter(({ withheldFromFeed }) => withheldFromFeed === undefined);
  const eventTypes: ReadonlySet<string> = new Set(eventTypesOf(told).map(({ type }) => type));
  const ports = [...options.ports, { provide: EVENT_TYPES, useValue: eventTypes }];
  const systemServices: SystemServices = { documentation: lazyDocumentation(capabilities, about), metrics, health };
  // Global: what a capability's module exports (its query services) is there for the others, in whatever order they stand in the list.
  const ownModules = capabilities.flatMap(({ module }) => (module ? [everywhere(module)] : []));
  return {
    module: GatewayModule,
    imports: [CqrsModule.forRoot(), { module: PortsModule, global: true, providers: ports, exports: ports }, ...modules, ...ownModules],
    controllers: [SystemController, ...(operations.length === 0 ? [] : [controllerOf(operations), GraphqlController])],
    providers: [
      { provide: SYSTEM_SERVICES, useValue: systemServices },
      {
        provide: GRAPHQL_API,
        inject: [CommandBus, QueryBus, ...LIVE_PORTS.map((token) => ({ token, optional: true }))],
        useFactory: (
          commandBus: CommandBus,
          queryBus: QueryBus,
          readModels: ReadModels,
          reader: Live['reader'],
          liveLog: Live['log'],
        ): LazyGraphql =>
          lazyGraphql(partsOf(capabilities), {
            commandBus,
            queryBus,
            readModels,
            streams,
            log,
            live: { reader, log: liveLog },
            countCommand: metrics.countCommand,
          }),
      },
      {
        provide: OPERATION_SERVICES,
        inject: [CommandBus, QueryBus],
        useFactory: (commandBus: CommandBus, queryBus: QueryBus): OperationServices => ({
          commandBus,
          queryBus,
          openStreams,
          streams,
          countCommand: metrics.countCommand,
        }),
      },
    ],
  };
};

/** Without middie: nothing here is middleware, and each request would pass through it. What the router itself refuses has no route to fail in. */
const adapter = ({ log, requestMs = REQUEST_MS_MAX, trustedProxies = [] }: GatewayOptions): FastifyAdapter =>
  new FastifyAdapter({
    skipMiddie: true,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: BODY_BYTES_MAX,
    // A request that comes on an open connection while the others end is answered like them.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PATH_PARAMETER_LENGTH_MAX },
    genReqId: requestId,
    requestTimeout: requestMs,
    // The same for the header alone: Node.js exchanges the two where this one is the longer.
    // A request without Host is refused like others, and not by Node.js.
    http: {
      IncomingMessage: UpgradableRequest,
      requireHostHeader: false,
      headersTimeout: requestMs,
      connectionsCheckingInterval: requestMs / REQUEST_LOOKS,
    },
    clientErrorHandler: answerClientErrors(log),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      beginAnswer(request, reply);
      sendProblem(request, reply, frameworkProblem(error) ?? problem(400, 'request.malformed', 'the request is malformed'));
    },
  });

export const buildGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { log, metrics, authenticate, trustedProxies = [] } = options;
  const operations = options.capabilities.flatMap((capability) => capability.operations);
  const rates = new RequestRates(options.rateLimits ?? { unauthenticated: UNAUTHENTICATED_REQUESTS_MAX, token: 0 });
  const openStreams = new OpenStreams({ authenticate, log });
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(options, operations, openStreams), adapter(options), {
    bodyParser: false,
    logger: nestLog(log),
    abortOnError: false,
  });
  const server = app.getHttpAdapter().getInstance();
  const ends = watchEnds(server, [tellOfRequests(log, metrics.observeRequest), ...(options.tracing ? [endTrace] : [])]);
  beginRequests(server);
  if (options.tracing) traceRequests(server, options.tracing);
  server.addHook('onRequest', authenticationHook({ authenticate, rates, log }));
  readJsonBodies(server);
  answerTogether(server);
  const routes = [
    ...SYSTEM_ROUTES,
    ...(operations.length === 0 ? [] : GRAPHQL_ROUTES),
    ...operations.map(({ method, path }) => ({ method, path: `${API_PREFIX}${path}` })),
  ];
  app.useGlobalFilters(new ProblemFilter(routes, log));

  // An Expect that nobody knows is left aside (RFC 9110, 10.1.1); Node.js would answer it by itself.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  const closeUnused = watchUnusedConnections(server.server);
  let closing = false;
  // A connection whose last request ended while the rest closes is idle from then on, and would be waited for.
  server.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => app.getHttpServer().closeIdleConnections());
    done();
  });
  await app.init();
  const api = app.get<LazyGraphql>(GRAPHQL_API);
  const upgrades = takeUpgrades(server.server, { api, authenticate, rates, trustedProxies, log });

  return {
    // By Fastify's own listen: Nest's writes into the log what the caller is told anyway.
    listen: async (port, host) => {
      await server.listen({ port, host });
      return (server.server.address() as AddressInfo).port;
    },
    close: async () => {
      closing = true;
      openStreams.endAll();
      closeUnused();
      // What has not ended by then is cut off: its callers see a broken connection, and send it again with their key.
      const cutOff = setTimeout(() => {
        ends.breakOffAll();
        app.getHttpServer().closeAllConnections();
      }, CLOSING_MS_MAX);
      try {
        await Promise.all([upgrades.close(), app.close()]);
      } finally {
        clearTimeout(cutOff);
      }
    },
  };
};
