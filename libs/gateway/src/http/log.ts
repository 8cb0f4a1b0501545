/** Where the gateway writes what happened: JSON lines, an object of plain fields and a message. Never bodies, query values or raw addresses. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
