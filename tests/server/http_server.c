/* A web server for tests, on loopback alone.
 * usage: http_server DIRECTORY LOG [ADDRESS [KEY CERTIFICATE]]
 * It prints its port, writes the path of each request to LOG, and ends with its standard input. */
#include "tests/server/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drivers/io/file.h"
#include "drivers/io/path.h"

enum { BLOCK = 1 << 16, PATHS = 4096 };

static const char *directory;
static FILE *requests;

/* How often each path was asked for, so that it can fail at first. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[PATHS];
static int counts[PATHS], known;

/* Notes a request; the how many-th it is for this path, from 1. */
static int note(const char *path)
{
    pthread_mutex_lock(&lock);
    int i = 0;
    while (i < known && strcmp(paths[i], path) != 0)
        ++i;
    if (i == known && known < PATHS)
        paths[known++] = strdup(path);
    int count = i < known ? ++counts[i] : 1;
    fprintf(requests, "%s\n", path);
    fflush(requests);
    pthread_mutex_unlock(&lock);
    return count;
}

static void sleep_for(double seconds)
{
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&time, NULL);
}

/* Waits until so many do. Who waits alone for a minute is let through, to be told that it failed.
 */
static int meet(int wanted)
{
    static pthread_cond_t complete = PTHREAD_COND_INITIALIZER;
    static int there, meetings;
    struct timespec end;
    int late = 0;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 60;
    pthread_mutex_lock(&lock);
    const int mine = meetings;
    if (++there >= wanted) {
        there = 0;
        ++meetings;
        pthread_cond_broadcast(&complete);
    }
    while (mine == meetings && !late)
        late = pthread_cond_timedwait(&complete, &lock, &end);
    if (mine == meetings)
        --there;
    pthread_mutex_unlock(&lock);
    return late;
}

/* An answer on its way. */
struct body {
    struct bytes bytes;
    uint64_t sent; /* the last byte that is sent; all bytes again and again */
    int rate;
};

static ssize_t give(void *context, uint64_t at, char *to, size_t most)
{
    const struct body *body = context;
    if (at >= body->sent || body->bytes.size == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR; /* it had promised more */
    size_t from = (size_t)(at % body->bytes.size), size = body->bytes.size - from;
    size = size < most ? size : most;
    size = size < body->sent - at ? size : (size_t)(body->sent - at);
    if (body->rate > 0) {
        size_t part = (size_t)body->rate / 20 + 1; /* twenty parts a second */
        size = size < part ? size : part;
        sleep_for((double)size / body->rate);
    }
    memcpy(to, body->bytes.data + from, size);
    return (ssize_t)size;
}

static ssize_t give_to_end(void *context, uint64_t at, char *to, size_t most)
{
    const struct body *body = context;
    return at >= body->sent ? MHD_CONTENT_READER_END_OF_STREAM : give(context, at, to, most);
}

static void free_body(void *context)
{
    struct body *body = context;
    bytes_free(&body->bytes);
    free(body);
}

/* The file as the knobs say; NULL: there is none of this name. */
static struct MHD_Response *answer_file(const struct knobs *knobs)
{
    struct failure failure;
    struct body *body = calloc(1, sizeof *body);
    char *path = path_join(directory, knobs->file);
    int result = body && path ? file_read(path, NULL, &body->bytes, &failure) : -1;
    bool there = result == 0 || (body && path && access(path, R_OK) == 0); /* empty ones too */
    free(path);
    if (!there) {
        free(body);
        return NULL;
    }
    body->rate = knobs->rate;
    body->sent = knobs->sent >= 0 ? (uint64_t)knobs->sent : body->bytes.size;
    uint64_t length = knobs->length == -1 ? body->sent : (uint64_t)knobs->length;
    if (knobs->length == -2)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, give_to_end, body,
                                                 free_body);
    body->sent = body->sent < length ? body->sent : length;
    return MHD_create_response_from_callback(length, BLOCK, give, body, free_body);
}

static struct MHD_Response *answer(const struct knobs *knobs, int *status, int count)
{
    static char words[] = "words, no image\n";
    struct MHD_Response *response = NULL;
    *status = knobs->fails && count > knobs->fails ? MHD_HTTP_OK : knobs->status;
    if (knobs->target[0])
        *status = MHD_HTTP_FOUND;
    if (*status == MHD_HTTP_OK && !(response = answer_file(knobs)))
        *status = MHD_HTTP_NOT_FOUND;
    if (!response)
        response = MHD_create_response_from_buffer(strlen(words), words, MHD_RESPMEM_PERSISTENT);
    char number[16];
    snprintf(number, sizeof number, "%d", knobs->retry_after);
    if (knobs->retry_after >= 0)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, number);
    if (knobs->target[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, knobs->target);
    if (knobs->encoding[0])
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, knobs->encoding);
    return response;
}

static enum MHD_Result serve(void *context, struct MHD_Connection *connection, const char *path,
                             const char *method, const char *version, const char *data,
                             size_t *data_size, void **state)
{
    (void)context;
    (void)method;
    (void)version;
    (void)data;
    (void)data_size;
    static char asked;
    struct knobs knobs;
    if (*state != &asked) { /* an answer to the head alone would end the connection */
        *state = &asked;
        return MHD_YES;
    }
    int status, count = note(path);
    if (knobs_read(&knobs, path))
        return MHD_NO;
    if (knobs.loop)
        snprintf(knobs.target, sizeof knobs.target, "%s", path);
    sleep_for(knobs.delay / 1e3);
    if (knobs.meet > 1 && meet(knobs.meet))
        return MHD_NO;
    if (knobs.reset && (knobs.fails == 0 || count <= knobs.fails))
        return MHD_NO;
    struct MHD_Response *response = answer(&knobs, &status, count);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

/* A file as a text; it stays until the end. */
static char *text_of(const char *path)
{
    struct bytes bytes = {0};
    struct failure failure;
    if (file_read(path, NULL, &bytes, &failure) || bytes_append(&bytes, "", 1)) {
        fprintf(stderr, "http_server: cannot read %s\n", path);
        exit(1);
    }
    return (char *)bytes.data;
}

static struct MHD_Daemon *listen_at(const char *address, const char *key, const char *certificate)
{
    struct sockaddr_in place = {.sin_family = AF_INET};
    if (inet_pton(AF_INET, address, &place.sin_addr) != 1)
        return NULL;
    /* A thread for each connection, so that one that waits keeps no other from its answer. */
    unsigned how = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, key ? text_of(key) : NULL},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, certificate ? text_of(certificate) : NULL},
        {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(key ? how | MHD_USE_TLS : how, 0, NULL, NULL, serve, NULL,
                            MHD_OPTION_SOCK_ADDR, &place, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
                            MHD_OPTION_ARRAY, key ? tls : none, MHD_OPTION_END);
}

int main(int argc, char **argv)
{
    if (argc < 3 || !(requests = fopen(argv[2], "a"))) {
        fprintf(stderr, "usage: http_server DIRECTORY LOG [ADDRESS [KEY CERTIFICATE]]\n");
        return 64;
    }
    directory = argv[1];
    struct MHD_Daemon *daemon = listen_at(argc > 3 ? argv[3] : "127.0.0.1",
                                          argc > 5 ? argv[4] : NULL, argc > 5 ? argv[5] : NULL);
    const union MHD_DaemonInfo *port =
        daemon ? MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!port) {
        fprintf(stderr, "http_server: cannot listen\n");
        return 1;
    }
    printf("%u\n", port->port);
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    _exit(0); /* whoever is kept waiting by one of its threads is not waited for */
}
