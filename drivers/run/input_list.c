/* What a run would take as input, printed in its place. */
#include "drivers/run/input_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/job/inputs.h"
#include "drivers/run/run.h"

/* 0, or errno of a write that failed: what would follow is lost as well. */
static int print_paths(const struct list *list, bool null_separated)
{
    const bool shown = !null_separated && isatty(STDOUT_FILENO); /* names may act on a terminal */
    errno = 0;
    for (int i = 0; i < list->count && !ferror(stdout); ++i) {
        if (shown)
            failure_print(stdout, list_path(list, i));
        else
            fputs(list_path(list, i), stdout);
        fputc(null_separated ? '\0' : '\n', stdout);
    }
    int reason = errno;
    if (ferror(stdout))
        return reason ? reason : EIO;
    return standard_flush() ? errno : 0;
}

static void print_unseen(const struct list *list)
{
    for (int i = 0; i < list->unseen_count; ++i) {
        failure_print(stderr, list->unseen[i].path);
        fprintf(stderr, ": %s\n", list->unseen[i].failure.message);
    }
}

int input_list_print(struct team *team, const struct kernel *kernel, const struct options *options)
{
    const struct source *source = options->source;
    struct source_options input = options->input;
    struct list list = {0};
    struct failure failure;
    int lost = 0;
    void *state = calloc(1, source->state_size);
    if (!state)
        return run_complain(team, kernel, EXIT_MEMORY, "out of memory");
    int code = EXIT_OK;
    input.names = true; /* of millions of files each task of a job array asks for them */
    if (source->list(state, &input, &list, &failure)) {
        code = run_complain(team, kernel, inputs_exit_code(&failure), failure.message);
    } else {
        lost = print_paths(&list, options->input.null_separated);
        print_unseen(&list);
        code = list.unseen_count ? EXIT_SOME_FAILED : EXIT_OK;
    }
    source->close(state);
    free(state);
    list_free(&list);
    if (lost && lost != EPIPE) { /* head has seen enough, and that is no error */
        snprintf(failure.message, sizeof failure.message, "cannot write to standard output: %s",
                 strerror(lost));
        code = run_complain(team, kernel, EXIT_IO, failure.message);
    }
    return code;
}
