import { IDENTIFIER, INTEGER, JSON_VALUE, TEXT, field, optional, page, record } from '@docket/gateway';

const event = record('Event', 'Something that happened', {
  position: field(TEXT, 'Its place in the log: go on after it'),
  id: field(IDENTIFIER, 'Its id'),
  type: field(TEXT, 'What happened: `TicketCreated`'),
  stream: field(TEXT, 'To what: `ticket-…`'),
  revision: field(INTEGER, 'Its place in the stream, from 0'),
  data: field(JSON_VALUE, 'The fact'),
  metadata: field(JSON_VALUE, 'Who, when, by which road'),
  digest: optional(TEXT, 'RFC 6962 leaf hash of its canonical bytes, in hex'),
});

export const eventsAnswer = page(event, { position: optional(TEXT, 'The last place that was looked at') });
