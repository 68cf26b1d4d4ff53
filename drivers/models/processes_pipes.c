/* Dealing, parts of images and results through pipes.
 *
 * DESIGN. Every process has both ends of all pipes, so none ever ends: who dies is the parent's
 * business, which ends the job. Rank 0 works too, so it receives between two of its units; who has
 * a result for it waits until then, as soon as the pipe is full. Nobody waits for rank 0 while it
 * waits: in a phase it waits for the number of a chunk, which is held for two system calls, and at
 * the end for results. */
#include "drivers/models/processes_pipes.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/models/processes.h"
#include "drivers/models/processes_shared.h"

/* --- Bytes */

/* Writes or reads all of it. */
static void move(int file, bool out, struct iovec *piece, int count)
{
    while (count > 0) {
        ssize_t done = out ? writev(file, piece, count) : readv(file, piece, count);
        if (done < 0 && errno != EINTR)
            _exit(EXIT_BUG); /* the parent says so, and ends the others */
        size_t bytes = done < 0 ? 0 : (size_t)done;
        for (; count > 0 && bytes >= piece->iov_len; ++piece, --count)
            bytes -= piece->iov_len;
        if (count > 0) {
            piece->iov_base = (uint8_t *)piece->iov_base + bytes;
            piece->iov_len -= bytes;
        }
    }
}

static void move_bytes(int file, bool out, void *bytes, size_t size)
{
    move(file, out, &(struct iovec){bytes, size}, 1);
}

static void forget_bytes(int file, size_t size)
{
    uint8_t bytes[4096];
    for (; size > sizeof bytes; size -= sizeof bytes)
        move_bytes(file, false, bytes, sizeof bytes);
    move_bytes(file, false, bytes, size);
}

/* --- Dealing */

struct token {
    int64_t phase, turn; /* chunk number `turn` of that phase is the next */
};

static int64_t draw(const struct team *team, int64_t phase)
{
    struct processes_ends *pipe = &processes_pipes(team)->token;
    struct token token;
    move_bytes(pipe->read, false, &token, sizeof token);
    if (token.phase != phase) /* nobody draws from the one before: a collective is between */
        token = (struct token){phase, 0};
    int64_t turn = token.turn++;
    move_bytes(pipe->write, true, &token, sizeof token);
    return turn;
}

/* Rank 0: who may still deliver in this phase. */
static struct {
    struct pollfd *from; /* [ranks - 1]; a number below 0: has delivered its last */
    int open, next;
} inbox;

static void open_inbox(const struct team *team)
{
    if (!inbox.from)
        inbox.from = calloc((size_t)team->ranks, sizeof *inbox.from);
    if (!inbox.from)
        _exit(EXIT_MEMORY);
    inbox.open = team->ranks - 1;
    for (int i = 0; i < inbox.open; ++i)
        inbox.from[i] = (struct pollfd){processes_pipes(team)->of[i + 1].up.read, POLLIN, 0};
}

int processes_pipes_next(struct team *team, int n, int turn, struct span *span)
{
    static struct schedule_walk walk;
    static int64_t phase;
    bool dealt = schedule_is_dealt(team->between.kind);
    bool master = dealt && team->deal == DEAL_MASTER;
    if (turn == 0) {
        walk = (struct schedule_walk){0};
        ++phase;
    }
    if (turn == 0 && team->rank == 0)
        open_inbox(team);
    if (master && team->rank == 0)
        return 0;
    int64_t number = dealt ? draw(team, phase)
                           : schedule_own_turn(team->between.kind, team->rank, team->ranks, turn);
    return schedule_span(&team->between, n, team->ranks - master, number, &walk, span);
}

/* --- Parts of images */

static void move_area(int file, bool out, const struct image *image, struct area area)
{
    enum { ROWS = 64 };
    struct iovec row[ROWS];
    size_t bytes = (size_t)range_count(area.columns) * (size_t)shape_pixel_bytes(image->shape);
    for (int y = area.rows.begin; bytes && y < area.rows.end;) {
        int count = 0;
        for (; count < ROWS && y < area.rows.end; ++count, ++y)
            row[count] = (struct iovec){processes_row(image, area, y), bytes};
        move(file, out, row, count);
    }
}

void processes_pipes_scatter(struct team *team, const struct image *whole, struct image *part,
                             const struct area *areas)
{
    const struct processes_pipes *pipes = processes_pipes(team);
    if (team->transfer == TRANSFER_SHARED)
        processes_scatter(team, whole, part, areas);
    else if (team->rank > 0)
        move_area(pipes->of[team->rank].down.read, false, part, areas[team->rank]);
    else
        for (int r = 1; r < team->ranks; ++r)
            move_area(pipes->of[r].down.write, true, whole, areas[r]);
}

void processes_pipes_gather(struct team *team, const struct image *part, struct image *whole,
                            const struct area *areas)
{
    const struct processes_pipes *pipes = processes_pipes(team);
    if (team->transfer == TRANSFER_SHARED)
        processes_gather(team, part, whole, areas);
    else if (team->rank > 0)
        move_area(pipes->of[team->rank].up.write, true, part, areas[team->rank]);
    else
        for (int r = 1; r < team->ranks; ++r)
            move_area(pipes->of[r].up.read, false, whole, areas[r]);
}

/* --- Results */

/* All rows with what is between them: the receiver's image has the same stride. */
static size_t block_bytes(const struct image *image)
{
    return (size_t)image->stride * (size_t)range_count(image->held.rows);
}

void processes_pipes_deliver(struct team *team, const struct parcel *parcel)
{
    int file = processes_pipes(team)->of[team->rank].up.write;
    struct parcel message = *parcel;
    bool shared = team->transfer == TRANSFER_SHARED;
    if (shared && parcel->unit >= 0)
        message.place = (size_t)(parcel->image.pixels - processes_arena);
    move_bytes(file, true, &message, sizeof message);
    if (!shared && parcel->unit >= 0)
        move_bytes(file, true, parcel->image.pixels, block_bytes(&parcel->image));
}

/* Whoever is ready, in turn. */
static struct pollfd *find_ready(int senders)
{
    for (;;) {
        inbox.next = (inbox.next + 1) % senders;
        if (inbox.from[inbox.next].revents)
            return &inbox.from[inbox.next];
    }
}

int processes_pipes_receive(struct team *team, bool wait, struct parcel *parcel)
{
    while (inbox.open > 0) {
        int ready = poll(inbox.from, (nfds_t)team->ranks - 1, wait ? -1 : 0);
        if (ready < 0 && errno == EINTR && wait)
            continue;
        if (ready <= 0)
            return 0;
        struct pollfd *from = find_ready(team->ranks - 1);
        move_bytes(from->fd, false, parcel, sizeof *parcel);
        if (parcel->unit >= 0)
            return 1;
        from->fd = -1;
        --inbox.open;
    }
    return 0;
}

int processes_pipes_take(struct team *team, const struct parcel *parcel, struct image *image)
{
    int file = processes_pipes(team)->of[parcel->rank].up.read;
    const struct image *sent = &parcel->image;
    if (team->transfer == TRANSFER_SHARED) {
        if (!image)
            return -1;
        image_place(image, sent->shape, sent->held, processes_arena + parcel->place);
        return 0;
    }
    if (!image || image_allocate(image, sent->shape, sent->held)) {
        forget_bytes(file, block_bytes(sent));
        return -1;
    }
    assert(image->stride == sent->stride);
    move_bytes(file, false, image->pixels, block_bytes(image));
    return 0;
}

/* From this process's part of the arena, one after the other. */
void *processes_pipes_place(struct team *team, size_t size)
{
    static size_t used;
    size_t part = processes_shared->part_bytes;
    size = (size + 63) & ~(size_t)63;
    if (size == 0)
        used = 0;
    if (size == 0 || !processes_arena || size > part - used)
        return NULL;
    used += size;
    return processes_arena + (size_t)team->rank * part + used - size;
}
