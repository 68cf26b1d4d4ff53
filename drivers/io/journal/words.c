/* What was asked for by those whose results have other parameters. */
#include <string.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/entry.h"
#include "drivers/io/journal/place.h"

/* One file. Its words are those of the process that began it, whose first entry is of a result of
 * its own; later ones may be others', which it has taken back (publish_name.c). What is merged is
 * of many: there the words count only where all entries are of one work. */
struct reading {
    uint64_t params;
    char *words;
    bool merged, found, others;
};

static int take_head(void *context, const char *text, size_t length)
{
    const struct reading *reading = context;
    size_t fits = length < JOURNAL_WORDS - 1 ? length : JOURNAL_WORDS - 1;
    memcpy(reading->words, text, fits);
    reading->words[fits] = '\0';
    return 0;
}

static int take_line(void *context, const char *text, size_t length)
{
    struct reading *reading = context;
    struct journal_fact fact;
    if (!entry_parse(text, length, &fact) || !fact.params) /* notes are nobody's work */
        return 0;
    bool same = fact.params == reading->params;
    reading->found = reading->found || same;
    reading->others = reading->others || !same;
    return !reading->merged || reading->others ? -1 : 0;
}

static bool says(int directory, const char *name, struct reading *reading)
{
    enum place_kind kind = place_kind_of(directory, name);
    reading->merged = kind == PLACE_IS_BASE;
    reading->found = reading->others = false;
    if (kind != PLACE_NOTHING)
        (void)place_read(directory, name, take_head, take_line, reading);
    return reading->found && !reading->others;
}

void journal_words(const char *directory, const char *place, uint64_t params,
                   char words[JOURNAL_WORDS])
{
    struct reading reading = {.params = params, .words = words};
    bool found = false;
    int fd = file_enter(directory, place, 0, false);
    DIR *stream = fd < 0 ? NULL : directory_list(fd, ".");
    for (const struct dirent *entry; stream && !found && (entry = readdir(stream));)
        found = says(fd, entry->d_name, &reading);
    if (!found)
        words[0] = '\0';
    if (stream)
        closedir(stream);
    if (fd >= 0)
        close(fd);
}
