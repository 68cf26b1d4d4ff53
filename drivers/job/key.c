/* The work key: all that decides the output, and nothing of how it is computed. */
#include "drivers/job/key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "drivers/job/picture.h"

static void print_input(FILE *key, const struct job *job)
{
    const struct decode_options *decode = &job->options.codec.decode;
    job->inputs.source->identify(job->inputs.source_state, key);
    if (job->inputs.source->bytes && !job->kernel->raw) { /* what is decoded of them */
        char codecs_text[256];
        codec_revisions(codecs_text, sizeof codecs_text);
        fprintf(key, " shrink %d truncated %d pixels %" PRId64 " by %s\n", decode->shrink_on_load,
                decode->allow_truncated | decode->allow_damaged << 1, decode->max_pixels,
                codecs_text);
        picture_identify(&job->options.codec, key);
    }
}

int key_of_work(const struct job *job, char key[17])
{
    const struct options *o = &job->options;
    char params[192], *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream || options_key_params(job->kernel, o->value, params, sizeof params)) {
        if (stream)
            fclose(stream);
        free(text);
        return -1;
    }
    fprintf(stream, "%s %d %s split %d\n", job->kernel->name, job->kernel->revision, params,
            o->split);
    print_input(stream, job);
    fprintf(stream, "repetitions %d height %" PRId64 "\n", job->inputs.repetitions,
            o->input.taller);
    for (int unit = 0; job->sink_plan.skipped && unit < job->inputs.count; ++unit)
        fprintf(stream, "item %d\n", job->inputs.item[unit]);
    bool failed = ferror(stream);
    failed = fclose(stream) || failed;
    snprintf(key, 17, "%016" PRIx64, failed ? 0 : (uint64_t)XXH3_64bits(text, size));
    free(text);
    return failed ? -1 : 0;
}
