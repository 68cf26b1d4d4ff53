/* Dealing chunks to processes, and stopping them.
 *
 * DESIGN. A chunk is known by its number alone (schedule.h), so all that processes share is one
 * counter. Three ways to keep it:
 *   counter  in rank 0's memory, drawn from with MPI_Fetch_and_op: rank 0 takes no part in it;
 *   master   rank 0 does nothing but answer requests;
 *   served   rank 0 answers requests between its own stages: where one-sided windows fail (Open MPI
 *            between nodes over TCP). All ranks agree on it, and team->deal says so afterwards.
 * There are three counters, used in turn by the phases: entering phase k, rank 0 clears the one of
 * phase k + 1, which was last drawn from in phase k - 2. As a collective stands between two phases
 * (model.h), nobody draws from it then, and no barrier is needed for the reset.
 * Who stops (team->stop) tells every other rank by a message; each looks about once a second. */
#include "drivers/models/ranks.h"

#include <mpi.h>
#include <string.h>

#include "drivers/common/timer.h"

enum { TAG_DRAW = 2, TAG_TURN, TAG_STOP };
enum { COUNTERS = 3 };

static struct {
    MPI_Comm comm; /* our own: its messages meet no others */
    MPI_Win window;
    int64_t *counters; /* the window's memory, on rank 0 */
    bool has_window, asked_for_window;
    int slot; /* the counter in use */
    struct schedule_walk walk;
    int64_t turn;   /* rank 0: the next chunk to hand out, unless there is a window */
    int finished;   /* rank 0: how many others know that there is no more */
    bool serving;   /* rank 0: others may ask now */
    int n, workers; /* of this phase */
    bool stop_sent;
    int stops_heard;
    double looked; /* when we last looked for a stop */
} deal;

/* All ranks get the window, or none. */
static void open_window(struct team *team)
{
    deal.asked_for_window = true;
    MPI_Aint size = team->rank == 0 ? COUNTERS * (MPI_Aint)sizeof *deal.counters : 0;
    MPI_Comm_set_errhandler(deal.comm, MPI_ERRORS_RETURN);
    int failed = MPI_Win_allocate(size, sizeof *deal.counters, MPI_INFO_NULL, deal.comm,
                                  &deal.counters, &deal.window) != MPI_SUCCESS;
    MPI_Comm_set_errhandler(deal.comm, MPI_ERRORS_ARE_FATAL);
    uint64_t failures = (uint64_t)failed;
    ranks_sum(team, &failures, 1);
    deal.has_window = failures == 0;
    if (!deal.has_window) {
        if (!failed)
            MPI_Win_free(&deal.window);
        return;
    }
    MPI_Win_lock_all(MPI_MODE_NOCHECK, deal.window);
    if (team->rank == 0) {
        for (int i = 0; i < COUNTERS; ++i)
            deal.counters[i] = 0;
        MPI_Win_sync(deal.window);
    }
    ranks_barrier(team);
}

/* How this phase deals, as far as this machine can do what was asked. */
static void choose_deal(struct team *team)
{
    if (team->deal == DEAL_COUNTER && !deal.asked_for_window)
        open_window(team);
    if (team->deal == DEAL_COUNTER && !deal.has_window)
        team->deal = DEAL_SERVED;
    deal.serving = team->rank == 0 && team->deal != DEAL_COUNTER;
    if (team->deal == DEAL_MASTER)
        deal.workers = team->ranks - 1;
}

static void clear_next_counter(void)
{
    int64_t zero = 0;
    MPI_Accumulate(&zero, 1, MPI_INT64_T, 0, (deal.slot + 1) % COUNTERS, 1, MPI_INT64_T,
                   MPI_REPLACE, deal.window);
    MPI_Win_flush(0, deal.window);
}

static void begin_phase(struct team *team, int n, bool dealt)
{
    deal.n = n;
    deal.workers = team->ranks;
    deal.walk = (struct schedule_walk){0};
    deal.turn = 0;
    deal.finished = 0;
    if (!dealt || team->ranks == 1)
        return;
    choose_deal(team);
    if (team->deal != DEAL_COUNTER)
        return; /* only phases that draw from a counter take their turn with the three */
    deal.slot = (deal.slot + 1) % COUNTERS;
    if (team->rank == 0)
        clear_next_counter();
}

/* Rank 0 hands out the next chunk's number; a stopped team gets no more. -1: there is none. */
static int64_t hand_out(struct team *team)
{
    struct span span;
    if (atomic_load(&team->stop) ||
        !schedule_span(&team->between, deal.n, deal.workers, deal.turn, &deal.walk, &span))
        return -1;
    return deal.turn++;
}

static void answer(struct team *team, int source)
{
    MPI_Recv(NULL, 0, MPI_BYTE, source, TAG_DRAW, deal.comm, MPI_STATUS_IGNORE);
    int64_t turn = hand_out(team);
    deal.finished += turn < 0;
    MPI_Send(&turn, 1, MPI_INT64_T, source, TAG_TURN, deal.comm);
}

/* Looks twice, because Open MPI's probe looks first and makes progress then: what has arrived
 * meanwhile is found by the second one. */
static void answer_waiting(struct team *team)
{
    for (int misses = 0; misses < 2;) {
        int waiting;
        MPI_Status status;
        MPI_Iprobe(MPI_ANY_SOURCE, TAG_DRAW, deal.comm, &waiting, &status);
        if (waiting)
            answer(team, status.MPI_SOURCE);
        else
            ++misses;
    }
}

/* Rank 0 has no work left of its own: answers until all others know that there is none. */
static void answer_all(struct team *team)
{
    while (deal.finished < team->ranks - 1) {
        MPI_Status status;
        MPI_Probe(MPI_ANY_SOURCE, TAG_DRAW, deal.comm, &status);
        answer(team, status.MPI_SOURCE);
    }
    deal.serving = false;
}

static int64_t draw(struct team *team)
{
    int64_t turn, one = 1;
    if (team->ranks == 1)
        return deal.turn++;
    if (team->deal == DEAL_COUNTER) {
        MPI_Fetch_and_op(&one, &turn, MPI_INT64_T, 0, deal.slot, MPI_SUM, deal.window);
        MPI_Win_flush(0, deal.window);
        return turn;
    }
    if (team->rank > 0) {
        MPI_Sendrecv(NULL, 0, MPI_BYTE, 0, TAG_DRAW, &turn, 1, MPI_INT64_T, 0, TAG_TURN, deal.comm,
                     MPI_STATUS_IGNORE);
        return turn;
    }
    turn = team->deal == DEAL_MASTER ? -1 : hand_out(team);
    if (turn < 0)
        answer_all(team);
    return turn;
}

int ranks_next(struct team *team, int n, int turn, struct span *span)
{
    bool dealt = schedule_is_dealt(team->between.kind);
    if (turn == 0)
        begin_phase(team, n, dealt);
    int64_t number =
        dealt ? draw(team) : schedule_own_turn(team->between.kind, team->rank, team->ranks, turn);
    return schedule_span(&team->between, n, deal.workers, number, &deal.walk, span);
}

static void tell_stop(struct team *team)
{
    deal.stop_sent = true;
    for (int r = 0; r < team->ranks; ++r)
        if (r != team->rank) {
            MPI_Request request;
            MPI_Isend(NULL, 0, MPI_BYTE, r, TAG_STOP, deal.comm, &request);
            MPI_Request_free(&request);
        }
}

static void hear_stop(struct team *team)
{
    int waiting;
    MPI_Iprobe(MPI_ANY_SOURCE, TAG_STOP, deal.comm, &waiting, MPI_STATUS_IGNORE);
    if (!waiting)
        return;
    MPI_Recv(NULL, 0, MPI_BYTE, MPI_ANY_SOURCE, TAG_STOP, deal.comm, MPI_STATUS_IGNORE);
    ++deal.stops_heard;
    team_request_stop(team, STOP_SIGNAL);
}

enum stage ranks_stage(struct team *team, int worker, enum stage stage)
{
    (void)stage;
    if (worker != 0 || team->ranks == 1) /* MPI is the main thread's */
        return STAGE_COMM;
    if (deal.serving)
        answer_waiting(team);
    if (atomic_load(&team->stop)) {
        if (!deal.stop_sent && deal.stops_heard == 0)
            tell_stop(team);
        return STAGE_COMM;
    }
    double now = timer_now();
    if (now - deal.looked >= 1) {
        deal.looked = now;
        hear_stop(team);
    }
    return STAGE_COMM;
}

void ranks_deal_start(void)
{
    memset(&deal, 0, sizeof deal);
    MPI_Comm_dup(MPI_COMM_WORLD, &deal.comm);
}

void ranks_deal_stop(struct team *team)
{
    uint64_t senders = deal.stop_sent;
    ranks_sum(team, &senders, 1);
    uint64_t coming = senders - deal.stop_sent;
    for (uint64_t heard = (uint64_t)deal.stops_heard; heard < coming; ++heard)
        MPI_Recv(NULL, 0, MPI_BYTE, MPI_ANY_SOURCE, TAG_STOP, deal.comm, MPI_STATUS_IGNORE);
    if (deal.has_window) {
        MPI_Win_unlock_all(deal.window);
        MPI_Win_free(&deal.window);
    }
    MPI_Comm_free(&deal.comm);
}

void ranks_forget_stop(struct team *team)
{
    ranks_deal_stop(team);
    ranks_deal_start();
}
