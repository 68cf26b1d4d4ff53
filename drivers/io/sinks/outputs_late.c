/* Files as results: what is asked of a template before any work, and of names that are known late.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/template.h"

bool outputs_sized(const struct sink_options *options)
{
    return options->names &&
           (template_has(options->names, WORD_W) || template_has(options->names, WORD_H));
}

/* An input that lies below the output directory could be what an output is going to be called. */
static int check_inputs_apart(const struct sink_options *options, const struct list *list,
                              struct failure *failure)
{
    char *directory = realpath(options->directory, NULL);
    int result = 0;
    for (int i = 0; directory && i < list->count && result == 0; ++i) {
        char *input = realpath(list_path(list, i), NULL); /* NULL: no file, or none that is there */
        if (input && path_below(input, directory)) {
            failure_set(failure, "plan", "exists",
                        "--name with {w} or {h}: input \"%.100s\" is below the output directory, "
                        "and could be what an output is called: choose another --output",
                        list_path(list, i));
            result = EXIT_USAGE;
        }
        free(input);
    }
    free(directory);
    return result;
}

static const char *refusal(const struct sink_options *options)
{
    const struct codec *named = codec_of_name(options->names);
    if (named && options->format && named != options->format)
        return "--name ends with the extension of another format than --format: use {ext}";
    if (options->collision == COLLISION_HASH && !template_has(options->names, WORD_STEM))
        return "--on-collision hash adds its hash to {stem}, which --name has not: add it";
    if (options->in_place && outputs_sized(options))
        return "--in-place: outputs replace inputs, whose names have no {w} or {h}";
    return NULL;
}

int outputs_check_template(const struct sink_options *options, const struct list *list,
                           struct failure *failure)
{
    if (!options->names)
        return 0;
    if (template_check(options->names, failure))
        return EXIT_USAGE;
    const char *why = refusal(options);
    if (why) {
        failure_set(failure, "plan", "EINVAL", "%s", why);
        return EXIT_USAGE;
    }
    bool could_be_inputs = outputs_sized(options) && options->archive == ARCHIVE_NONE;
    return could_be_inputs ? check_inputs_apart(options, list, failure) : 0;
}
