/* Outputs that replace inputs: what is not to be begun. */
#include "drivers/io/sinks/in_place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"

/* In place a link would become a file, and what it leads to stay as it was. */
static bool is_link(const struct sink_options *asked, const char *name, struct failure *failure)
{
    struct stat status;
    char *path = path_join(asked->directory, name);
    bool link = path && lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    free(path);
    if (link)
        failure_set(failure, "plan", "ELOOP",
                    "--in-place: \"%.60s\" is a symbolic link: name the file that it leads to, or "
                    "give all others as a list, \"find DIR -type f -print0\" and --files-from - -0",
                    name);
    return link;
}

int in_place_refuse_links(const struct sink_options *asked, const struct list *list,
                          const struct sink_plan *plan, struct failure *failure)
{
    int code = 0;
    for (int i = 0; i < list->count && code == 0; ++i) {
        char *name = outputs_name_of(asked, list, i, plan->marks[i], NULL);
        if (!name) {
            failure_set(failure, "plan", "memory", "out of memory for a file name");
            return EXIT_MEMORY;
        }
        code = is_link(asked, name, failure) ? EXIT_CREATE : 0;
        free(name);
    }
    return code;
}

static int refuse_other(const struct sink_options *asked, const struct journal_told *told,
                        struct failure *failure)
{
    for (size_t i = 0; i < told->count; ++i)
        if (told->facts[i].status == JOURNAL_DONE && told->facts[i].params != asked->params) {
            failure_set(failure, "plan", "exists",
                        "--in-place: other work here did not come to its end (%.100s): end it, or "
                        "--existing overwrite to forget it",
                        told->work);
            return EXIT_CREATE;
        }
    return 0;
}

int in_place_begin(const struct sink_options *asked, struct journal_told *told,
                   struct sink_plan *plan, struct failure *failure)
{
    strcpy(plan->place, JOURNAL_PLACE);
    if (!asked->in_place)
        return journal_read(told, asked->directory, plan->place, asked->work, failure);
    int code = journal_lock(asked->directory, failure);
    bool forgets = asked->existing == EXISTING_OVERWRITE && !asked->resume;
    if (code)
        return code;
    const char *place = journal_start(asked->directory, asked->resume, forgets);
    if (!forgets)
        code = journal_read(told, asked->directory, place, asked->work, failure);
    if (code == 0 && refuse_other(asked, told, failure)) {
        code = strcmp(place, JOURNAL_IN_PLACE) == 0 ? EXIT_CREATE : 0;
        journal_free(told); /* what is complete stays so */
        place = JOURNAL_IN_PLACE;
    }
    snprintf(plan->place, sizeof plan->place, "%s", place);
    return code;
}

int in_place_accept(const struct sink_options *asked, const struct sink_plan *plan,
                    struct failure *failure)
{
    return asked->in_place && journal_accept(asked->directory, plan->place)
               ? failure_errno(failure, "plan", "cannot begin the journal below .parallax", errno)
               : 0;
}
