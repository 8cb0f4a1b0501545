import { Module, type Provider } from '@nestjs/common';
import { CommandHandler, type ICommandHandler, type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { callerOf } from '@docket/access';
import { type Decider, envelopeOf, type Outcome, type Refusal, refuse } from '@docket/deciding';
import { BOOLEAN, field, IDENTIFIER, INTEGER, optional, page, record, TEXT } from '../answers/answer-type.js';
import type { Capability } from '../capability.js';
import { notFound } from '../document-answer.js';
import { AwaitingQuery, ListQueryParameters } from '../list-query.js';
import type { Answer, Operation } from '../operation.js';
import { JsonText, MediaStream, MediaText } from '../operation.js';

/** A capability small enough to test the gateway with: kettles, kept in memory. */
export interface Kettle {
  readonly id: string;
  readonly name: string;
  readonly litres: number;
  readonly on: boolean;
}

export class Owner {
  @IsString()
  @MinLength(1)
  name!: string;

  @IsOptional()
  @IsEmail()
  email?: string;
}

export class BuyKettle {
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  name!: string;

  @IsInt()
  @Min(1)
  @Max(10)
  litres!: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Owner)
  owner?: Owner;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @IsString({ each: true })
  tags?: string[];
}

export class SwitchKettle {
  @IsBoolean()
  on!: boolean;
}

export class PutKettleOnShelf {
  @IsIn(['top', 'bottom'])
  shelf!: string;
}

export class ListKettles extends ListQueryParameters {
  @IsOptional()
  @IsBoolean()
  on?: boolean;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  name?: string[];

  @IsOptional()
  @IsIn(['json', 'csv'])
  as?: string;
}

export class GetKettle extends AwaitingQuery {
  @IsString()
  id!: string;
}

export class HearKettles extends AwaitingQuery {
  @IsOptional()
  @IsString()
  from?: string;
}

const undecided = (): never => {
  throw new Error('kettles are decided by their handlers');
};

const kettle: Decider = {
  category: 'kettle',
  version: 1,
  evolve: undecided,
  commands: {
    BuyKettle: { command: BuyKettle, creates: 'fresh', decide: undecided },
    SwitchKettle: { command: SwitchKettle, decide: undecided },
    PutKettleOnShelf: { command: PutKettleOnShelf, decide: undecided },
  },
};

/** The fields of a message, without what travels with it under symbols. */
const fieldsOf = (message: object): object => Object.fromEntries(Object.entries(message));

/** What the kettles are told to do wrong, and what they saw. */
export class Kitchen {
  fails: Error | undefined;
  /** Resolved by a test: until then a purchase waits. */
  waitsFor: Promise<void> | undefined;
  /** Called when a purchase begins. */
  begun: () => void = () => undefined;
  seen: unknown;
  /** What whoever hears the kettles hears. */
  sounds: (from: string | undefined, signal: AbortSignal) => AsyncIterable<string> = async function* () {
    yield 'silence';
  };
  readonly kettles = new Map<string, Kettle>();
}

const outcome = (state: Kettle, revision: number, changed = true): Outcome<Kettle> => ({
  target: state.id,
  stream: `kettle-${state.id}`,
  state,
  revision,
  position: `p${revision}`,
  repeated: false,
  changed,
});

const ID = '018f9c7e-0000-7000-8000-000000000001';

@CommandHandler(BuyKettle)
class BuyKettleHandler implements ICommandHandler<BuyKettle> {
  constructor(private readonly kitchen: Kitchen) {}

  async execute(command: BuyKettle): Promise<Outcome | Refusal> {
    this.kitchen.begun();
    await this.kitchen.waitsFor;
    if (this.kitchen.fails) throw this.kitchen.fails;
    this.kitchen.seen = { command: fieldsOf(command), envelope: envelopeOf(command) };
    if (command.name === 'samovar') return refuse('kettle.foreign', 'no samovars', { kind: 'unprocessable', field: 'name' });
    const state = { id: ID, name: command.name, litres: command.litres, on: false };
    this.kitchen.kettles.set(ID, state);
    return outcome(state, 0);
  }
}

@CommandHandler(SwitchKettle)
class SwitchKettleHandler implements ICommandHandler<SwitchKettle> {
  constructor(private readonly kitchen: Kitchen) {}

  async execute(command: SwitchKettle): Promise<Outcome | Refusal> {
    const { target = '', expectedRevision } = envelopeOf(command);
    this.kitchen.seen = { command: fieldsOf(command), envelope: envelopeOf(command) };
    const before = this.kitchen.kettles.get(target);
    if (!before) return notFound('kettle');
    if (expectedRevision !== undefined && expectedRevision !== 0)
      return refuse('revision.other', 'it is at another', { kind: 'preconditionFailed' });
    return outcome({ ...before, on: command.on }, 1, before.on !== command.on);
  }
}

@CommandHandler(PutKettleOnShelf)
class PutKettleOnShelfHandler implements ICommandHandler<PutKettleOnShelf> {
  async execute(command: PutKettleOnShelf): Promise<Outcome> {
    return outcome({ id: envelopeOf(command).target ?? '', name: command.shelf, litres: 1, on: false }, 2);
  }
}

@QueryHandler(ListKettles)
class ListKettlesHandler implements IQueryHandler<ListKettles> {
  constructor(private readonly kitchen: Kitchen) {}

  async execute(query: ListKettles): Promise<Answer> {
    if (this.kitchen.fails) throw this.kitchen.fails;
    this.kitchen.seen = { query: fieldsOf(query), caller: callerOf(query) };
    return { body: query.as === 'csv' ? new MediaText('text/csv; charset=utf-8', 'name\n') : new JsonText('{ "items": [] }') };
  }
}

@QueryHandler(GetKettle)
class GetKettleHandler implements IQueryHandler<GetKettle> {
  constructor(private readonly kitchen: Kitchen) {}

  async execute({ id }: GetKettle): Promise<Answer | Refusal> {
    const found = this.kitchen.kettles.get(id);
    return found ? { body: found, revision: 7 } : notFound('kettle');
  }
}

@QueryHandler(HearKettles)
class HearKettlesHandler implements IQueryHandler<HearKettles> {
  constructor(private readonly kitchen: Kitchen) {}

  async execute({ from }: HearKettles): Promise<Answer> {
    return { body: new MediaStream('text/plain', (signal) => this.kitchen.sounds(from, signal), '.') };
  }
}

const kettleAnswer = record('Kettle', 'Boils water', {
  id: optional(IDENTIFIER, 'Its id'),
  name: optional(TEXT, 'Its name'),
  litres: optional(INTEGER, 'How much it holds'),
  on: field(BOOLEAN, 'Whether it is on'),
  revision: optional(INTEGER, 'Its revision'),
  position: optional(TEXT, 'Its place in the log'),
});

const operations: readonly Operation[] = [
  {
    name: 'buyKettle',
    summary: 'Buys a kettle',
    description: 'It must hold `litres` of water.',
    tag: 'Kettles',
    method: 'POST',
    path: '/kettles',
    roles: ['administrator'],
    kind: 'command',
    decider: kettle,
    command: BuyKettle,
    answer: kettleAnswer,
    example: { name: 'Steel', litres: 2 },
    refusals: ['kettle.foreign'],
  },
  {
    name: 'switchKettle',
    summary: 'Switches a kettle on or off',
    tag: 'Kettles',
    method: 'POST',
    path: '/kettles/:id/switch',
    roles: ['administrator', 'agent'],
    kind: 'command',
    decider: kettle,
    command: SwitchKettle,
    answer: kettleAnswer,
    example: { on: true },
    present: (state) => ({ on: (state as Kettle).on }),
  },
  {
    name: 'putKettleOnShelf',
    summary: 'Puts a kettle on a shelf',
    tag: 'Kettles',
    method: 'PUT',
    path: '/kettles/:id/shelf/:shelf',
    roles: ['administrator'],
    kind: 'command',
    decider: kettle,
    command: PutKettleOnShelf,
    answer: kettleAnswer,
    example: { shelf: 'top' },
  },
  {
    name: 'listKettles',
    summary: 'Kettles <by name>',
    tag: 'Kettles',
    method: 'GET',
    path: '/kettles',
    roles: ['administrator', 'agent', 'auditor'],
    kind: 'query',
    query: ListKettles,
    answer: page(kettleAnswer),
    mediaTypes: { 'text/csv': { as: 'csv' } },
    example: { on: true, name: ['a', 'b'] },
  },
  {
    name: 'getKettle',
    summary: 'A kettle',
    tag: 'Kettles',
    method: 'GET',
    path: '/kettles/:id',
    roles: ['administrator', 'agent'],
    kind: 'query',
    query: GetKettle,
    answer: kettleAnswer,
    refusals: ['kettle.notFound'],
  },
  {
    name: 'hearKettles',
    summary: 'What the kettles say',
    tag: 'Kettles',
    method: 'GET',
    path: '/sounds',
    roles: ['administrator', 'auditor'],
    kind: 'query',
    query: HearKettles,
    answer: kettleAnswer,
    headers: { 'last-heard': ['from'] },
  },
];

@Module({
  providers: [BuyKettleHandler, SwitchKettleHandler, PutKettleOnShelfHandler, ListKettlesHandler, GetKettleHandler, HearKettlesHandler],
})
class KettlesModule {}

export const kettles: Capability = {
  name: 'kettles',
  events: [],
  deciders: [kettle],
  operations,
  refusals: {
    'kettle.foreign': { kind: 'unprocessable', meaning: 'It is no kettle.', advice: 'Buy a kettle.' },
    'kettle.notFound': { kind: 'notFound', meaning: 'There is no such kettle.' },
  },
  module: KettlesModule,
};

export const kitchenPort = (kitchen: Kitchen): Provider => ({ provide: Kitchen, useValue: kitchen });
