import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

const text = (message: unknown): string => (message instanceof Error ? message.message : String(message));

/** Nest's own messages: only what is wrong. */
export const nestLog = (log: Log): LoggerService => ({
  log: (message: unknown) => log.debug({}, text(message)),
  warn: (message: unknown) => log.warn({}, text(message)),
  error: (message: unknown, ...more: unknown[]) => log.error({ err: message instanceof Error ? message : undefined, more }, text(message)),
  fatal: (message: unknown, ...more: unknown[]) => log.error({ err: message instanceof Error ? message : undefined, more }, text(message)),
});
