import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { AnyDecider } from './decider.js';
import { STREAM_LOADER, envelopeOf } from './envelope.js';
import type { Outcome } from './envelope.js';
import type { Executor } from './execute.js';
import type { Refusal } from './refusal.js';

/** Where Nest's container has the Executor. */
export const EXECUTOR = Symbol('docket.Executor');

/** The handlers of a decider's commands for Nest's CommandBus, as providers. A command is dispatched with its envelope (`withEnvelope`); the answer is an
 *  Outcome or a Refusal. */
export const commandHandlers = (decider: AnyDecider): readonly Type[] =>
  Object.values(decider.commands).map(({ command }) => handlerOf(decider, command));

const handlerOf = (decider: AnyDecider, command: new () => object): Type => {
  class Handler implements ICommandHandler<object> {
    constructor(private readonly executor: Executor) {}

    execute(message: object): Promise<Outcome | Refusal> {
      return this.executor.execute(decider, message, envelopeOf(message));
    }
  }
  // The name under which Nest's messages speak of it.
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  Inject(EXECUTOR)(Handler, undefined, 0);
  Injectable()(Handler);
  CommandHandler(command)(Handler);
  return Handler;
};

/** The executor in Nest's container, for the handlers of every capability, and as the StreamLoader for queries. */
@Module({})
export class DecidingModule {
  static of(executor: Executor): DynamicModule {
    return {
      module: DecidingModule,
      global: true,
      providers: [
        { provide: EXECUTOR, useValue: executor },
        { provide: STREAM_LOADER, useValue: executor },
      ],
      exports: [EXECUTOR, STREAM_LOADER],
    };
  }
}
