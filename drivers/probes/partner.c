/* Somebody who gets an image and gives it back. */
#define _GNU_SOURCE /* F_GETPIPE_SZ, MAP_ANONYMOUS */
#include "drivers/probes/partner.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "drivers/common/timer.h"

/* --- What the partner does */

static void look_at(struct partner *p)
{
    ++p->image[0];
    ++p->image[p->bytes - 1];
}

static bool read_all(int file, uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = read(file, bytes, size);
        if (got <= 0)
            return false;
        bytes += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_all(int file, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(file, bytes, size);
        if (put <= 0)
            return false;
        bytes += put;
        size -= (size_t)put;
    }
    return true;
}

/* Of an image in shared memory one byte goes through the pipe, to say that it is there. */
static size_t moved(const struct partner *p)
{
    return p->kind == PARTNER_SHARED ? 1 : p->bytes;
}

static int answer(void *context)
{
    struct partner *p = context;
    uint8_t note;
    uint8_t *place = p->kind == PARTNER_SHARED ? &note : p->image;
    close(p->ours[1]); /* or its end would not be seen */
    while (read_all(p->theirs[0], place, moved(p))) {
        look_at(p);
        if (!write_all(p->theirs[1], place, moved(p)))
            return 1;
    }
    return 0;
}

/* Gives the turn to the other side, and waits until it is back. */
static int pass_turn(struct partner *p, int mine)
{
    pthread_mutex_lock(&p->lock);
    p->turn = p->turn < 0 ? -1 : 1 - mine;
    pthread_cond_broadcast(&p->changed);
    while (p->turn == 1 - mine)
        pthread_cond_wait(&p->changed, &p->lock);
    int turn = p->turn;
    pthread_mutex_unlock(&p->lock);
    return turn;
}

static void *answer_in_thread(void *context)
{
    struct partner *p = context;
    pthread_mutex_lock(&p->lock);
    while (p->turn == 0)
        pthread_cond_wait(&p->changed, &p->lock);
    int turn = p->turn;
    pthread_mutex_unlock(&p->lock);
    while (turn == 1) {
        look_at(p);
        turn = pass_turn(p, 1);
    }
    return NULL;
}

/* --- Our side */

static int make_channels(struct partner *p)
{
    int there[2], back[2];
    if (p->kind == PARTNER_SOCKET) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, there) < 0)
            return -1;
        p->ours[0] = p->ours[1] = there[0];
        p->theirs[0] = p->theirs[1] = there[1];
        return 0;
    }
    if (pipe(there) < 0)
        return -1;
    if (pipe(back) < 0) {
        close(there[0]);
        close(there[1]);
        return -1;
    }
    p->ours[0] = back[0];
    p->ours[1] = there[1];
    p->theirs[0] = there[0];
    p->theirs[1] = back[1];
    return 0;
}

static void close_both(const int *ends)
{
    close(ends[0]);
    if (ends[1] != ends[0])
        close(ends[1]);
}

static int start_process(struct partner *p)
{
    if (make_channels(p) < 0)
        return -1;
    int failed = child_call(&p->child, answer, p);
    close_both(p->theirs);
    if (failed)
        close_both(p->ours);
    return failed;
}

static int start_thread(struct partner *p)
{
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->changed, NULL);
    errno = pthread_create(&p->thread, NULL, answer_in_thread, p);
    return errno ? -1 : 0;
}

int partner_start(struct partner *p, enum partner_kind kind, size_t bytes, char *why)
{
    int sharing = kind == PARTNER_SHARED ? MAP_SHARED : MAP_PRIVATE;
    *p = (struct partner){.kind = kind, .bytes = bytes};
    p->image = mmap(NULL, bytes, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
    if (p->image != MAP_FAILED) {
        memset(p->image, 0, bytes);
        if ((kind == PARTNER_POINTER ? start_thread : start_process)(p) == 0)
            return 0;
        munmap(p->image, bytes);
    }
    snprintf(why, REPEAT_WHY, "%s", strerror(errno));
    return -1;
}

void partner_stop(struct partner *p)
{
    char why[REPEAT_WHY];
    if (p->kind == PARTNER_POINTER) {
        pthread_mutex_lock(&p->lock);
        p->turn = -1;
        pthread_cond_broadcast(&p->changed);
        pthread_mutex_unlock(&p->lock);
        pthread_join(p->thread, NULL);
    } else {
        close_both(p->ours);
        child_end(&p->child, 5, false, why, sizeof why);
    }
    munmap(p->image, p->bytes);
}

double partner_exchange(void *context, char *why)
{
    struct partner *p = context;
    uint8_t note = 0;
    uint8_t *place = p->kind == PARTNER_SHARED ? &note : p->image;
    bool back = true;
    double before = timer_now();
    if (p->kind == PARTNER_POINTER)
        pass_turn(p, 0);
    else
        back = write_all(p->ours[1], place, moved(p)) && read_all(p->ours[0], place, moved(p));
    double seconds = timer_now() - before;
    ++p->mark;
    if (back && p->image[0] == p->mark && p->image[p->bytes - 1] == p->mark)
        return seconds / 2;
    snprintf(why, REPEAT_WHY, "the image did not come back as it should");
    return NAN;
}

double partner_limit(const struct partner *p)
{
    int size = -1;
    socklen_t length = sizeof size;
    if (p->kind == PARTNER_PIPE)
        size = fcntl(p->ours[1], F_GETPIPE_SZ);
    else if (p->kind == PARTNER_SOCKET)
        getsockopt(p->ours[1], SOL_SOCKET, SO_SNDBUF, &size, &length);
    return size < 0 ? (double)INFINITY : (double)size;
}
