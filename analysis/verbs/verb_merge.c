/* parallax merge: one results file of many. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/data/merge.h"
#include "analysis/text.h"
#include "analysis/verbs/verbs.h"
#include "drivers/common/exit_code.h"

static const struct argument_option options[] = {
    {'o', "output", "FILE", "the merged file; the runs that it holds already are kept"},
    {0, NULL, NULL, NULL},
};

struct target {
    const char *path;
    bool exists;
    struct stat status; /* before it was read */
};

static int complain(const char *message)
{
    char plain[2048];
    text_plain(plain, sizeof plain, message);
    fprintf(stderr, "parallax merge: %s\n", plain);
    return EXIT_DATA;
}

static int target_find(struct target *target, const char *path)
{
    *target = (struct target){.path = path};
    target->exists = lstat(path, &target->status) == 0;
    const int error = target->exists ? 0 : errno;
    if (error == ENOENT || (error == 0 && S_ISREG(target->status.st_mode)))
        return EXIT_OK;
    const char *why = error != 0 ? strerror(error)
                      : S_ISLNK(target->status.st_mode)
                          ? "a symbolic link; name the file that it leads to"
                          : "not a regular file; name one, or a new one";
    char plain[2048];
    text_plain(plain, sizeof plain, path);
    fprintf(stderr, "parallax merge: %s: %s\n", plain, why);
    return EXIT_CREATE;
}

static bool is_target(const struct target *target, const char *path)
{
    struct stat status;
    return target->exists && stat(path, &status) == 0 && status.st_dev == target->status.st_dev &&
           status.st_ino == target->status.st_ino;
}

/* Another merge may have put a new file there since; its runs would be lost. */
static const char *target_changed(const void *context)
{
    const struct target *target = context;
    struct stat now;
    const bool exists = stat(target->path, &now) == 0;
    const bool same =
        exists == target->exists &&
        (!exists || (is_target(target, target->path) && now.st_size == target->status.st_size &&
                     now.st_mtim.tv_sec == target->status.st_mtim.tv_sec &&
                     now.st_mtim.tv_nsec == target->status.st_mtim.tv_nsec));
    return same ? NULL : "the output was changed by another program meanwhile; merge again";
}

/* A run that is being written, or whose writer was killed: its end would be another content. */
static bool is_temporary(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const size_t length = strlen(name);
    return name[0] == '.' && length > 4 && strcmp(name + length - 4, ".tmp") == 0;
}

static int read_file(struct merge *merge, const char *path)
{
    struct results results = {0};
    char message[1024];
    int code = EXIT_DATA;
    if (is_temporary(path)) {
        snprintf(message, sizeof message,
                 "%s: the temporary file of a run that is not finished; if its program was killed, "
                 "rename it to what it is to be called",
                 path);
    } else {
        code = files_read_one(path, &results, message, sizeof message);
    }
    if (code == EXIT_OK) {
        merge_add(merge, path, &results);
    } else {
        complain(message);
        record_results_free(&results);
    }
    return code;
}

/* The target first, whose runs are kept; it is no input of its own. */
static int read_all(struct merge *merge, const struct target *target, const struct files *files)
{
    if (target->exists) {
        const int code = read_file(merge, target->path);
        if (code != EXIT_OK) {
            complain("the output cannot be added to, and stays as it is: name another");
            return code;
        }
    }
    size_t good = 0, bad = 0;
    int first = EXIT_OK;
    for (size_t i = 0; i < files->count; ++i) {
        const int code =
            is_target(target, files->paths[i]) ? EXIT_OK : read_file(merge, files->paths[i]);
        first = first == EXIT_OK ? code : first;
        *(code == EXIT_OK ? &good : &bad) += 1;
    }
    if (good == 0)
        return first;
    return bad + files->unseen > 0 ? EXIT_SOME_FAILED : EXIT_OK;
}

static void say_done(const struct merge *merge, const struct target *target)
{
    const size_t before = target->exists ? merge->sources[0].results.run_count : 0;
    const size_t added = merge->kept_count - before;
    const size_t copies = merge->run_count - merge->kept_count;
    char plain[4096];
    text_plain(plain, sizeof plain, target->path);
    text_say(stdout, 2, "%s: %zu run%s merged, %zu %s there already; it holds %zu", plain, added,
             added == 1 ? "" : "s", copies, copies == 1 ? "was" : "were", merge->kept_count);
}

static int write_target(struct merge *merge, const struct target *target)
{
    char message[2048] = "";
    if (!merge_settle(merge, message, sizeof message))
        return complain(message);
    if (merge->kept_count == 0)
        return complain("these files hold no runs");
    const bool is_new = !target->exists || merge->kept_count > merge->sources[0].results.run_count;
    const int code =
        !is_new ? EXIT_OK
                : merge_write(merge, target->path, target_changed, target, message, sizeof message);
    if (message[0] != '\0') /* the reason, or a warning */
        complain(message);
    if (code != EXIT_OK)
        return code;
    say_done(merge, target);
    return EXIT_OK;
}

static int merge_files(const char *output, int count, char **operands)
{
    struct merge merge = {0};
    struct files files = {0};
    struct target target;
    int code = target_find(&target, output);
    if (code == EXIT_OK)
        code = files_collect(&files, count, operands);
    if (code == EXIT_OK)
        code = read_all(&merge, &target, &files);
    if (code == EXIT_OK || code == EXIT_SOME_FAILED) {
        const int written = write_target(&merge, &target);
        code = written != EXIT_OK ? written : code;
    }
    merge_free(&merge);
    files_free(&files);
    return code;
}

static int run_merge(const struct verb *verb, int argc, char **argv)
{
    const char *output = NULL;
    for (int letter; (letter = arguments_next(verb, argc, argv)) != ARGUMENTS_END;) {
        if (letter == 'h') {
            arguments_help(verb);
            return EXIT_OK;
        }
        if (letter != 'o')
            return EXIT_USAGE;
        output = optarg;
    }
    if (!output) {
        complain("-o FILE is missing: name the merged file");
        return EXIT_USAGE;
    }
    return optind == argc ? verbs_need_operand(verb)
                          : merge_files(output, argc - optind, argv + optind);
}

const struct verb verb_merge = {
    "merge",
    "RESULTS... -o FILE",
    "One results file of many; every run once, nothing recomputed.",
    run_merge,
    options,
};
