/* What is done to images: in words, and as a hash of all that decides an output's bytes, beside its
 * input. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/io/journal/journal.h"
#include "drivers/options/table.h"

/* The value of an option that says how images are read and written. Limits (OPTION_LARGE) say which
 * of them, and make no other bytes. */
static void print_value(FILE *out, const struct option_entry *entry, const void *member)
{
    switch (entry->kind) {
    case OPTION_TEXT:
        fprintf(out, " %s %s\n", entry->name, *(char *const *)member ? *(char *const *)member : "");
        break;
    case OPTION_FLAG:
    case OPTION_WHOLE:
    case OPTION_CHOICE:
        fprintf(out, " %s %d\n", entry->name, *(const int *)member);
        break;
    case OPTION_COLOUR:
        fprintf(out, " %s %" PRIx32 "\n", entry->name, *(const uint32_t *)member);
        break;
    case OPTION_SECONDS:
        fprintf(out, " %s %.17g\n", entry->name, *(const double *)member);
        break;
    default:
        break;
    }
}

static void print_params(FILE *out, const struct options *options, const struct kernel *kernel,
                         const struct table *table)
{
    const size_t begin = offsetof(struct options, codec), end = begin + sizeof options->codec;
    char codecs_text[256];
    codec_revisions(codecs_text, sizeof codecs_text);
    fprintf(out, "%s %d %s\n", kernel->name, kernel->revision, kernel->raw ? "" : codecs_text);
    for (int i = 0; i < PARAMS_MAX; ++i) /* those that the kernel has not are 0 */
        fprintf(out, " %.17g\n", options->value[i]);
    for (int i = 0; i < table->count; ++i) {
        const struct table_line *line = &table->line[i];
        if (table_applies(line) && line->offset >= begin && line->offset < end)
            print_value(out, line->entry, (const char *)options + line->offset);
    }
}

int options_find_work(struct options *options, const struct kernel *kernel,
                      const struct table *table)
{
    char *text = NULL, *work = options->output.work;
    size_t length = 0, size = sizeof options->output.work;
    int used = snprintf(work, size, "%s --format %s ", kernel->name,
                        codec_format_names[options->codec.format]);
    options_describe_params(kernel, options->value, work + used, size - (size_t)used);
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return -1;
    print_params(out, options, kernel, table);
    bool failed = ferror(out);
    failed = fclose(out) || failed;
    options->output.params = failed ? 0 : journal_hash(text, length);
    free(text);
    return failed ? -1 : 0;
}
