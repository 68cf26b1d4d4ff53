/* Results files: found in directories, and read into one set. */
#include "analysis/data/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/data/params.h"
#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

static void add_path(struct files *files, const char *path)
{
    if (files->count == files->capacity) {
        files->capacity = 2 * files->capacity + 16;
        files->paths = memory_resize(files->paths, files->capacity, sizeof files->paths[0]);
    }
    files->paths[files->count++] = memory_string(path);
}

static bool ends_like_results(const char *path)
{
    const size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".h5") == 0;
}

static char *join_path(const char *directory, const char *name)
{
    const size_t size = strlen(directory) + strlen(name) + 2;
    char *path = memory_array(size, 1);
    const bool slash = directory[0] != '\0' && directory[strlen(directory) - 1] == '/';
    snprintf(path, size, "%s%s%s", directory, slash ? "" : "/", name);
    return path;
}

static int say_error(const char *path)
{
    const int error = errno;
    struct stat link;
    const bool dangles = error == ENOENT && lstat(path, &link) == 0;
    text_complain("parallax", path,
                  dangles ? "a symbolic link that leads to nothing" : strerror(error));
    return error == EACCES ? EXIT_PERMISSION : EXIT_NO_INPUT;
}

static int search_directory(struct files *files, const char *directory);

/* What a directory holds: another one, a results file, or what is none of ours. A file may be gone
 * since its name was read; a link that leads nowhere is still there. */
static int take_entry(struct files *files, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return EXIT_OK;
    if (S_ISDIR(status.st_mode))
        return search_directory(files, path);
    if (!ends_like_results(path))
        return EXIT_OK;
    if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
        return say_error(path);
    if (S_ISREG(status.st_mode))
        add_path(files, path);
    return EXIT_OK;
}

/* What is below it and cannot be searched is named, and counted. */
static int search_directory(struct files *files, const char *directory)
{
    DIR *stream = opendir(directory);
    if (!stream)
        return say_error(directory);
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno != 0) { /* the rest of it cannot be seen */
            say_error(directory);
            ++files->unseen;
        }
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        char *path = join_path(directory, entry->d_name);
        files->unseen += take_entry(files, path) != EXIT_OK ? 1 : 0;
        free(path);
    }
    closedir(stream);
    return EXIT_OK;
}

/* A directory of outputs has the results of its runs in a place of their own. What else is called
 * like results there is an archive of images. */
static int search_operand(struct files *files, const char *directory)
{
    const size_t before = files->count;
    struct stat status;
    char *place = join_path(directory, RECORD_PLACE);
    int code = EXIT_OK;
    if (stat(place, &status) == 0)
        code = search_directory(files, place);
    free(place);
    return code || files->count > before ? code : search_directory(files, directory);
}

static int add_operand(struct files *files, const char *operand)
{
    struct stat status;
    if (stat(operand, &status) != 0)
        return say_error(operand);
    if (S_ISDIR(status.st_mode))
        return search_operand(files, operand);
    if (!S_ISREG(status.st_mode)) { /* a FIFO would block */
        text_complain("parallax", operand, "neither a regular file nor a directory");
        return EXIT_NO_INPUT;
    }
    add_path(files, operand);
    return EXIT_OK;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void sort_paths(struct files *files)
{
    if (files->count > 1)
        qsort(files->paths, files->count, sizeof files->paths[0], compare_paths);
    size_t kept = 0;
    for (size_t i = 0; i < files->count; ++i) {
        if (kept > 0 && strcmp(files->paths[kept - 1], files->paths[i]) == 0)
            free(files->paths[i]);
        else
            files->paths[kept++] = files->paths[i];
    }
    files->count = kept;
}

int files_collect(struct files *files, int count, char **operands)
{
    *files = (struct files){0};
    for (int i = 0; i < count; ++i) {
        const int code = add_operand(files, operands[i]);
        if (code != EXIT_OK)
            return code;
    }
    sort_paths(files);
    if (files->count == 0) {
        fputs("parallax: no results files (*.h5) found; a run writes one unless it was given "
              "--results none\n",
              stderr);
        return EXIT_NO_INPUT;
    }
    return EXIT_OK;
}

void files_free(struct files *files)
{
    for (size_t i = 0; i < files->count; ++i) {
        free(files->paths[i]);
        if (files->outcomes)
            free(files->outcomes[i].message);
    }
    free(files->outcomes);
    free(files->paths);
    *files = (struct files){0};
}

void files_warn(const char *message)
{
    char plain[4096];
    text_plain(plain, sizeof plain, message);
    fprintf(stderr, "parallax: %s\n", plain);
}

int files_read_one(const char *path, struct results *results, char *message, size_t size)
{
    const size_t before = results->run_count;
    const int code = record_read(path, results, message, size);
    for (size_t i = before; i < results->run_count; ++i)
        params_shorten(results->runs[i].params);
    if (code == EXIT_OK && message[0] != '\0')
        files_warn(message);
    return code;
}

int files_read(struct files *files, struct results *results)
{
    *results = (struct results){0};
    files->outcomes = memory_array(files->count, sizeof *files->outcomes);
    size_t bad = 0;
    int first = EXIT_OK;
    for (size_t i = 0; i < files->count; ++i) {
        char message[1024];
        const size_t before = results->run_count;
        const int code = files_read_one(files->paths[i], results, message, sizeof message);
        files->outcomes[i] = (struct file_outcome){
            code, memory_string(message), code == EXIT_OK ? results->run_count - before : 0};
        if (code != EXIT_OK) {
            files_warn(message);
            first = bad++ == 0 ? code : first;
        }
    }
    if (bad == files->count)
        return first;
    return bad + files->unseen > 0 ? EXIT_SOME_FAILED : EXIT_OK;
}
