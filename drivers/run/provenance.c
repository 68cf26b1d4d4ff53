/* Collects the facts. */
#include "drivers/run/provenance.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include "drivers/common/utf8.h"
#include "drivers/io/url.h"
#include "drivers/run/published.h"

#ifndef PARALLAX_C_FLAGS
#define PARALLAX_C_FLAGS "unknown"
#endif
#ifndef PARALLAX_GIT_REVISION
#define PARALLAX_GIT_REVISION "unknown"
#endif
#ifndef PARALLAX_VERSION
#define PARALLAX_VERSION "unknown"
#endif

#ifdef __clang__
#define COMPILER __VERSION__ /* begins with the name */
#else
#define COMPILER "GCC " __VERSION__
#endif

/* Takes over `value`, also when it fails; NULL: no memory. */
static int fact_append(struct provenance *provenance, const char *name, char *value)
{
    if (provenance->count == provenance->capacity) {
        size_t more = provenance->capacity ? 2 * provenance->capacity : 32;
        struct fact_row *facts = realloc(provenance->facts, more * sizeof *facts);
        if (facts) {
            provenance->facts = facts;
            provenance->capacity = more;
        }
    }
    if (!value || provenance->count == provenance->capacity) {
        free(value);
        return -1;
    }
    struct fact_row *fact = &provenance->facts[provenance->count++];
    memset(fact, 0, sizeof *fact);
    record_text(fact->name, sizeof fact->name, name);
    fact->value = value;
    return 0;
}

/* The bytes of `value`, as in a URL; the caller frees it. NULL: no memory. */
static char *bytes_of(const char *value)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    utf8_print_bytes(out, value);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* The same; a value that is not UTF-8 is stored as far as it is, and its bytes as NAME.bytes. */
static int fact_own(struct provenance *provenance, const char *name, char *value)
{
    char also[sizeof provenance->facts->name];
    if (!value || utf8_is_valid(value))
        return fact_append(provenance, name, value);
    snprintf(also, sizeof also, "%s.bytes", name);
    char *bytes = bytes_of(value);
    for (char *c = value; *c; c += utf8_length(c) ? utf8_length(c) : 1)
        *c = utf8_length(c) ? *c : '?';
    if (fact_append(provenance, name, value) == 0)
        return fact_append(provenance, also, bytes);
    free(bytes);
    return -1;
}

int provenance_add(struct provenance *provenance, const char *name, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *value = length < 0 ? NULL : malloc((size_t)length + 1);
    if (value)
        vsnprintf(value, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return fact_own(provenance, name, value);
}

/* Appends one argument as a POSIX shell reads it back, and returns the end. At most 4 bytes for one
 * of the argument's, and 2 more. */
static char *argument_quote(char *at, const char *argument)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-_./=,:+@%";
    size_t length = strlen(argument);
    if (length > 0 && strspn(argument, plain) == length) {
        memcpy(at, argument, length);
        return at + length;
    }
    *at++ = '\'';
    for (; *argument; ++argument) {
        const char *text = *argument == '\'' ? "'\\''" : NULL;
        size_t size = text ? strlen(text) : 1;
        memcpy(at, text ? text : argument, size);
        at += size;
    }
    *at++ = '\'';
    return at;
}

static int command_add(struct provenance *provenance, int argc, char *const *argv)
{
    size_t size = 1;
    for (int i = 0; i < argc; ++i)
        size += 4 * strlen(argv[i]) + 3;
    char *line = malloc(size);
    char *at = line;
    for (int i = 0; i < argc && line; ++i) {
        if (i > 0)
            *at++ = ' ';
        char *shown = url_concealed(argv[i], "");
        at = argument_quote(at, shown ? shown : "?");
        free(shown);
    }
    if (line)
        *at = '\0';
    return fact_own(provenance, "argv", line);
}

static int environment_add(struct provenance *provenance)
{
    for (const char *const *name = published_variables; *name; ++name) {
        char fact[sizeof provenance->facts->name];
        const char *value = getenv(*name);
        snprintf(fact, sizeof fact, "env.%s", *name);
        if (value && fact_own(provenance, fact, url_concealed(value, " \t\n")) < 0)
            return -1;
    }
    return 0;
}

static int program_add(struct provenance *provenance)
{
    unsigned hash = XXH_versionNumber();
    char compiled[32], linked[32], xxhash[32];
    record_library(compiled, linked, sizeof compiled);
    snprintf(xxhash, sizeof xxhash, "%u.%u.%u", hash / 10000, hash / 100 % 100, hash % 100);
    const char *const facts[][2] = {{"parallax.version", PARALLAX_VERSION},
                                    {"parallax.revision", PARALLAX_GIT_REVISION},
                                    {"compiler", COMPILER},
                                    {"compiler.flags", PARALLAX_C_FLAGS},
                                    {"hdf5.header", compiled},
                                    {"hdf5.library", linked},
                                    {"xxhash.library", xxhash}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; ++i)
        if (provenance_add(provenance, facts[i][0], "%s", facts[i][1]) < 0)
            return -1;
    return 0;
}

static int place_add(struct provenance *provenance)
{
    static const char *const variables[][2] = {{"slurm.job_id", "SLURM_JOB_ID"},
                                               {"slurm.partition", "SLURM_JOB_PARTITION"},
                                               {"slurm.nodelist", "SLURM_JOB_NODELIST"}};
    char host[256] = "unknown", directory[4096];
    if (gethostname(host, sizeof host - 1) < 0)
        snprintf(host, sizeof host, "unknown");
    if (!getcwd(directory, sizeof directory))
        snprintf(directory, sizeof directory, "unknown");
    if (provenance_add(provenance, "host", "%s", host) < 0 ||
        provenance_add(provenance, "directory", "%s", directory) < 0)
        return -1;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; ++i) {
        const char *value = getenv(variables[i][1]);
        if (value && provenance_add(provenance, variables[i][0], "%s", value) < 0)
            return -1;
    }
    return 0;
}

int provenance_collect(struct provenance *provenance, int argc, char *const *argv)
{
    return command_add(provenance, argc, argv) < 0 || place_add(provenance) < 0 ||
                   program_add(provenance) < 0 || environment_add(provenance) < 0
               ? -1
               : 0;
}

void provenance_run(struct provenance *provenance, const char *run)
{
    for (size_t i = 0; i < provenance->count; ++i)
        record_text(provenance->facts[i].run, sizeof provenance->facts[i].run, run);
}

void provenance_free(struct provenance *provenance)
{
    for (size_t i = 0; i < provenance->count; ++i)
        free((void *)provenance->facts[i].value);
    free(provenance->facts);
    *provenance = (struct provenance){0};
}

void provenance_uuid(char uuid[37])
{
    unsigned char random[16];
    size_t got = 0;
    while (got < sizeof random) {
        ssize_t more = getrandom(random + got, sizeof random - got, 0);
        if (more < 0 && errno != EINTR)
            abort(); /* a kernel without randomness: two runs could get one name */
        got += more > 0 ? (size_t)more : 0;
    }
    random[6] = (unsigned char)((random[6] & 0x0f) | 0x40); /* version 4 */
    random[8] = (unsigned char)((random[8] & 0x3f) | 0x80); /* variant of RFC 4122 */
    for (int i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *uuid++ = '-';
        *uuid++ = "0123456789abcdef"[random[i] >> 4];
        *uuid++ = "0123456789abcdef"[random[i] & 15];
    }
    *uuid = '\0';
}

void provenance_utc(char text[24])
{
    time_t now = time(NULL);
    struct tm utc;
    if (!gmtime_r(&now, &utc) || strftime(text, 24, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        text[0] = '\0';
}
