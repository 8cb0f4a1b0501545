import { CreateTeam, teamDecider } from '@docket/people';
import { AssignTicket, ChangeTicketStatus, TriageTicket, ticketDecider } from '@docket/tickets';
import { Desk, MAPPING, row } from './testing/desk.js';

const said = { prio: '1', caller: 'eve', group: 'Post', who: 'bob' };
const parcel = [
  row('7', '2024-05-20 10:00', { prio: '3', caller: 'eve', group: 'Post' }),
  row('7', '2024-05-20 11:00', { ...said, state: 'Active' }),
  row('7', '2024-05-21 12:00', { ...said, state: 'Waiting' }),
  row('7', '2024-05-22 08:00', { ...said, state: 'Closed' }),
];

describe('an import into tickets on which agents have worked meanwhile', () => {
  test('undoes nothing that agents have done since', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel.slice(0, 2)).import();
    await desk.execute(ticketDecider, Object.assign(new TriageTicket(), { priority: 'P2' }), desk.ticketId('7'));
    await desk.execute(ticketDecider, Object.assign(new ChangeTicketStatus(), { status: 'on_hold' }), desk.ticketId('7'));
    await desk.loseWorkingFile().import();
    expect(await desk.ticket('7')).toMatchObject({ priority: 'P2', status: 'on_hold' });
    // What the log says next changes what it says is changed, and nothing else.
    await desk.append(...parcel.slice(2)).import();
    expect(await desk.ticket('7')).toMatchObject({ priority: 'P2', status: 'closed' });
    expect(desk.rejected).toEqual([]);
  });

  test('leaves the priority that agents have given a ticket, with how it came about, where the log says only something else of it', async () => {
    const desk = await Desk.open();
    const mapping = { ...MAPPING, ticket: { ...MAPPING.ticket, type: { column: 'note', values: { i: 'incident', r: 'request' } } } };
    await desk.write(row('7', '2024-05-20 10:00', { note: 'i' })).import({ mapping });
    await desk.execute(ticketDecider, Object.assign(new TriageTicket(), { priority: 'P2' }), desk.ticketId('7'));
    await desk.append(row('7', '2024-05-20 11:00', { note: 'r' })).import({ mapping });
    expect(await desk.ticket('7')).toMatchObject({ type: 'request', priority: 'P2', basis: 'hand' });
  });

  test('gives a ticket to another agent, and leaves it with the team to which agents have given it', async () => {
    const desk = await Desk.open();
    await desk.write(...parcel.slice(0, 2)).import();
    const teamId = desk.identities.shipped('night');
    await desk.execute(teamDecider, Object.assign(new CreateTeam(), { name: 'Night' }), teamId);
    await desk.execute(ticketDecider, Object.assign(new AssignTicket(), { teamId }), desk.ticketId('7'));
    const { assignee } = await desk.ticket('7');
    await desk.append(row('7', '2024-05-20 11:30', { prio: '1', caller: 'eve', group: 'Post', who: 'cid', state: 'Active' })).import();
    const given = (await desk.ticket('7')).assignee;
    expect(given.teamId).toBe(teamId);
    expect(given.agentId).toEqual(expect.any(String));
    expect(given.agentId).not.toBe(assignee.agentId);
  });
});
