import { Controller, Delete, Get, Inject, Patch, Post, Put, Req, Res, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '../operation.js';
import { actionHandler } from './action-handler.js';
import type { CommandServices, Handle } from './command-handler.js';
import { commandHandler } from './command-handler.js';
import { queryHandler, type QueryServices } from './query-handler.js';
import { API_PREFIX } from './path.js';

export interface OperationServices extends CommandServices, QueryServices {}

/** Where Nest's container has the OperationServices. */
export const OPERATION_SERVICES = Symbol('docket.OperationServices');

const handleOf = (operation: Operation, services: OperationServices): Handle => {
  switch (operation.kind) {
    case 'command':
      return commandHandler(operation, services);
    case 'query':
      return queryHandler(operation, services);
    case 'action':
      return actionHandler(operation, services);
  }
};

const METHODS = { GET: Get, POST: Post, PATCH: Patch, PUT: Put, DELETE: Delete } as const;

/** Makes a Nest controller from operations, one method an operation. The methods answer through Fastify's reply themselves: Nest's pipes, guards and
 *  interceptors would cost more than all the rest of a query. */
export const controllerOf = (operations: readonly Operation[]): Type => {
  class OperationsController {
    readonly #handles: Readonly<Record<string, Handle>>;

    constructor(services: OperationServices) {
      this.#handles = Object.fromEntries(operations.map((operation) => [operation.name, handleOf(operation, services)]));
    }

    async handle(name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const handle = this.#handles[name];
      if (!handle) throw new Error(`no operation is called ${name}`);
      await handle(request, reply);
    }
  }
  Inject(OPERATION_SERVICES)(OperationsController, undefined, 0);
  Controller(API_PREFIX)(OperationsController);

  const methods = OperationsController.prototype as OperationsController & Record<string, unknown>;
  for (const operation of operations) {
    const { name, method, path } = operation;
    if (name in methods) throw new Error(`two operations are called ${name}`);
    methods[name] = function (this: OperationsController, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      return this.handle(name, request, reply);
    };
    const descriptor = Object.getOwnPropertyDescriptor(methods, name) ?? {};
    METHODS[method](path)(methods, name, descriptor);
    RouteConfig({ operation })(methods, name, descriptor);
    Req()(methods, name, 0);
    Res()(methods, name, 1);
  }
  return OperationsController;
};
