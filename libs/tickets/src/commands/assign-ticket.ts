import { IsUUID } from 'class-validator';
import { Nullable } from '@docket/gateway';
import { Dated } from './dated.js';
import { Remark } from './decorators.js';

/** Gives a ticket to an agent, a team or both. What is left out stays, null takes it away. */
export class AssignTicket extends Dated {
  @Nullable()
  @IsUUID()
  agentId?: string | null;

  @Nullable()
  @IsUUID()
  teamId?: string | null;

  @Remark()
  reason?: string;
}
