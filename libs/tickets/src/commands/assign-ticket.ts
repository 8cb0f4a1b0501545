import { IsOptional, IsUUID } from 'class-validator';
import { Dated } from './dated.js';
import { Remark } from './decorators.js';

/** Gives a ticket to an agent, a team or both. What is left out stays, null takes it away. */
export class AssignTicket extends Dated {
  @IsOptional()
  @IsUUID()
  agentId?: string | null;

  @IsOptional()
  @IsUUID()
  teamId?: string | null;

  @Remark()
  reason?: string;
}
