/* The codec's own speed: what shrinking JPEG files to thumbnails costs at least with libjpeg.
 *
 * Reads a file, shrinks it, writes it under a temporary name, renames. Nothing is checked,
 * filtered, listed or recorded; a file that fails ends the program. Workers are processes that take
 * the next file from a counter they share. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "tests/bench/bound_jpeg.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum sync { SYNC_NONE, SYNC_BATCH, SYNC_FILE };

enum { BATCH = 64, EXIT_USAGE = 64, EXIT_WORK = 65 };

static struct {
    struct bound_target target;
    int workers;
    enum sync sync;
    bool copy; /* the bytes as they are: system calls alone */
    const char *output;
    char **files;
    int count;
} asked = {.target = {256, 256, 85, false}, .workers = 1};

static _Noreturn void fail(const char *what, const char *name)
{
    fprintf(stderr, "bound: cannot %s '%s'\n", what, name);
    exit(EXIT_WORK);
}

static size_t read_file(struct bound_buffers *buffers, const char *name)
{
    struct stat status;
    int fd = open(name, O_RDONLY);
    if (fd < 0 || fstat(fd, &status))
        fail("open", name);
    size_t size = (size_t)status.st_size, done = 0;
    buffers->file = bound_grow(buffers->file, &buffers->file_size, size);
    while (done < size) {
        ssize_t count = read(fd, buffers->file + done, size - done);
        if (count <= 0)
            fail("read", name);
        done += (size_t)count;
    }
    close(fd);
    return size;
}

/* Files that are written and have no name yet. */
struct batch {
    int directory, count;
    struct {
        int fd, number;
    } waiting[BATCH];
};

static void name_temporary(char name[64], int number)
{
    snprintf(name, 64, ".bound-%d.tmp", number);
}

static void publish(struct batch *batch)
{
    for (int i = 0; i < batch->count; ++i) {
        const char *name = asked.files[batch->waiting[i].number];
        if ((asked.sync != SYNC_NONE && fdatasync(batch->waiting[i].fd)) ||
            close(batch->waiting[i].fd))
            fail("sync the output of", name);
    }
    for (int i = 0; i < batch->count; ++i) {
        char temporary[64];
        const char *name = asked.files[batch->waiting[i].number], *slash = strrchr(name, '/');
        name_temporary(temporary, batch->waiting[i].number);
        if (renameat(batch->directory, temporary, batch->directory, slash ? slash + 1 : name))
            fail("rename the output of", name);
    }
    batch->count = 0;
}

static void write_file(struct batch *batch, const unsigned char *data, size_t size, int number)
{
    char temporary[64];
    name_temporary(temporary, number);
    int fd = openat(batch->directory, temporary, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        fail("write the output of", asked.files[number]);
    batch->waiting[batch->count].fd = fd;
    batch->waiting[batch->count++].number = number;
    if (asked.sync != SYNC_BATCH || batch->count == BATCH)
        publish(batch);
}

static void work(atomic_int *next)
{
    struct bound_buffers buffers = {0};
    struct batch batch = {.directory = open(asked.output, O_RDONLY | O_DIRECTORY)};
    for (int i; (i = atomic_fetch_add(next, 1)) < asked.count;) {
        size_t size = read_file(&buffers, asked.files[i]);
        if (asked.copy)
            write_file(&batch, buffers.file, size, i);
        else
            write_file(&batch, buffers.encoded, bound_shrink(&buffers, size, &asked.target), i);
    }
    publish(&batch);
}

static int run(void)
{
    atomic_int *next =
        mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (next == MAP_FAILED)
        fail("share a counter for", asked.output);
    for (int i = 1; i < asked.workers; ++i)
        if (fork() == 0) {
            work(next);
            _exit(0);
        }
    work(next);
    int status, result = 0;
    while (wait(&status) > 0)
        result |= status;
    return result ? EXIT_WORK : 0;
}

static int usage(void)
{
    fputs("usage: bound [--size WxH] [--full] [--quality N] [--workers N]\n"
          "             [--sync none|batch|file] [--copy] DIRECTORY FILE...\n"
          "Writes thumbnails of JPEG files, by the least work, into DIRECTORY, which must be there;"
          "\nwith --copy any files as they are; prints the seconds that it took.\n",
          stderr);
    return EXIT_USAGE;
}

static bool parse(int argc, char **argv)
{
    static const char *const syncs[] = {"none", "batch", "file"};
    static const struct option options[] = {{"size", 1, NULL, 's'},    {"full", 0, NULL, 'f'},
                                            {"quality", 1, NULL, 'q'}, {"workers", 1, NULL, 'w'},
                                            {"sync", 1, NULL, 'y'},    {"copy", 0, NULL, 'c'},
                                            {NULL, 0, NULL, 0}};
    bool good = true;
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        int sync = 0;
        while (o == 'y' && sync < 3 && strcmp(optarg, syncs[sync]) != 0)
            ++sync;
        asked.sync = o == 'y' ? (enum sync)sync : asked.sync;
        asked.target.full = asked.target.full || o == 'f';
        asked.copy = asked.copy || o == 'c';
        asked.target.quality = o == 'q' ? atoi(optarg) : asked.target.quality;
        asked.workers = o == 'w' ? atoi(optarg) : asked.workers;
        if (o == '?' || sync == 3 ||
            (o == 's' && sscanf(optarg, "%dx%d", &asked.target.width, &asked.target.height) != 2))
            good = false;
    }
    if (argc - optind < 2 || asked.target.width < 1 || asked.target.height < 1 || asked.workers < 1)
        return false;
    asked.output = argv[optind];
    asked.files = argv + optind + 1;
    asked.count = argc - optind - 1;
    return good;
}

int main(int argc, char **argv)
{
    struct timespec begin, end;
    if (!parse(argc, argv))
        return usage();
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int result = run();
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n",
           (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec));
    return result;
}
