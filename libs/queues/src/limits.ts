/** Characters of a queue's name. */
export const QUEUE_NAME_LENGTH_MAX = 100;
