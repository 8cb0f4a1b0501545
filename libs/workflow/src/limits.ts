/** Characters of a workflow's name and of a status's name. */
export const WORKFLOW_NAME_LENGTH_MAX = 100;
export const STATUS_NAME_LENGTH_MAX = 50;
/** Characters of a status's key and of a ticket type; they become terms of documents. */
export const STATUS_KEY_LENGTH_MAX = 40;
export const TICKET_TYPE_LENGTH_MAX = 40;
/** Statuses of one workflow. */
export const STATUSES_MAX = 50;
/** Ticket types that may have moves of their own. */
export const TYPE_RULES_MAX = 50;
