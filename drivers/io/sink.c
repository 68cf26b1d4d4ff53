/* The sinks that there are, and choosing one. */
#include "drivers/io/sink.h"

const struct sink *const sinks[] = {&sink_hash, &sink_memory, &sink_null, &sink_directory,
                                    &sink_tar,  &sink_hdf5,   NULL};
const char *const sink_measured[] = {"hash", "memory", "null", NULL};

const struct sink *sink_choose(const struct sink_options *options, struct failure *failure)
{
    const struct sink *chosen = options->sink < 0 ? NULL : sinks[options->sink];
    for (const struct sink *const *sink = sinks; *sink; ++sink) {
        if (!(*sink)->asked || !(*sink)->asked(options))
            continue;
        if (chosen) {
            failure_set(failure, "plan", "EINVAL",
                        "--sink %s does not go with --output, which writes files", chosen->name);
            return NULL;
        }
        chosen = *sink;
    }
    return chosen ? chosen : &sink_hash;
}
