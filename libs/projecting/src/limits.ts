/** Events of one batch; a batch is this big only while catching up: whoever is near the head takes what is there. */
export const BATCH_EVENTS_MAX = 10_000;
/** Approximate bytes of the data of one batch's events (UTF-16 units of its texts, 8 for everything else). */
export const BATCH_BYTES_MAX = 16 * 1024 * 1024;
/** While events come in live, a reader that lags takes this part of a batch at a time, so that what is live need not wait for it long … */
export const BATCH_PART_BESIDE_LIVE = 1 / 10;
/** … and they count as coming in for this long after the last one. */
export const LIVE_MS = 1_000;
/** Events that a build may have passed without a change before its checkpoint is written all the same, while more are at hand.
 *  With nothing more at hand the checkpoint is written at once. */
export const UNWRITTEN_EVENTS_MAX = 50_000;
/** A build that has at most this many more events before it than the one furthest ahead shares the common reader from the start. */
export const NEAR_EVENTS_MAX = BATCH_EVENTS_MAX;
/** How long a cursor lives after another build has taken over from its own. Until then the old build is fed. */
export const CURSOR_LIFETIME_MS = 15 * 60 * 1_000;
/** After that, how long until the old build's documents are dropped: room for clocks that differ and for a stalled projector. */
export const DROP_GRACE_MS = 60 * 1_000;
/** How often a projector looks at the projections' records for what another one did, and for what has expired. */
export const RECORDS_REFRESH_MS = 5_000;
/** How often a projector that works raises its lease's fence. */
export const LEASE_RENEW_MS = 1_500;
/** Without a renewal for so long it stops folding: before anybody else can have taken the lease. */
export const LEASE_LOST_MS = 4_000;
/** A projector that waits takes the lease when its fence has stood still for so long … */
export const LEASE_EXPIRES_MS = 6_000;
/** … and looks at it so often: together less than the ten seconds in which another takes over. */
export const LEASE_LOOK_MS = 1_000;
/** A program whose projections were superseded by another one's brings them back when no projector of another program has worked for so long. */
export const ALONE_MS = 5 * 60 * 1_000;
/** Programs whose projectors have worked on a projection that are remembered in its record. */
export const PROGRAMS_MAX = 20;
/** Versions of a projection that are remembered as superseded. */
export const SUPERSEDED_MAX = 20;
/** How long a query waits for a position. */
export const AWAIT_DEADLINE_MS = 5_000;
/** Queries that may wait for positions at once; one more is answered as if its deadline had passed. */
export const WAITING_QUERIES_MAX = 10_000;
/** What a query that was not answered is told: try again after this. */
export const RETRY_AFTER_SECONDS = 1;
/** Wait before the first repetition when a store is unavailable; each further one waits twice as long, up to the maximum. */
export const RETRY_MS_MIN = 100;
export const RETRY_MS_MAX = 10_000;
/** Times that a change of a projection's record is tried against others who change it. */
export const RECORD_ATTEMPTS_MAX = 20;
/** Least time between two reports of progress. */
export const PROGRESS_INTERVAL_MS = 1_000;
/** UTF-16 units of a cursor. */
export const CURSOR_LENGTH_MAX = 16_384;
/** Characters of what a fold said that are kept as the reason of a stop. */
export const REASON_LENGTH_MAX = 500;
/** Events, and approximate bytes of their data, that the tail of the log holds for those who follow it live; whoever is further behind reads the log. */
export const TAIL_EVENTS_MAX = 4_096;
export const TAIL_BYTES_MAX = 8 * 1024 * 1024;
/** Approximate bytes of the page that one reader among many holds, the events of its first page, and by how much one page may be larger than the one before. */
export const FOLLOWER_PAGE_BYTES = 512 * 1024;
export const FOLLOWER_PAGE_EVENTS_FIRST = 8;
export const FOLLOWER_PAGE_GROWTH = 8;
/** While events keep coming, the tail takes them together, once in this time. */
export const TAIL_GATHERING_MS = 20;
/** While many events come, a projector that is live takes them together, once in this time: a batch of many costs little more than one of a few … */
export const LIVE_GATHERING_MS = 50;
/** … and many they are when a batch had at least so many: what a few people do is taken at once. */
export const LIVE_GATHERING_EVENTS = 16;
