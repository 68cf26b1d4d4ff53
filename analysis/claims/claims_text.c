/* The claims for people. */
#include <stdlib.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/memory.h"
#include "analysis/text.h"

/* Two lines, broken at blanks: a word of that length may have to go to the next. */
enum { COLUMNS = 100, INDENT = 3, WORD = 26, ROOM = 2 * (COLUMNS - INDENT) - WORD, MORE = 14 };

static const char *const verdicts[FINDING_VERDICTS] = {"holds", "does not hold", "depends",
                                                       "not decided"};

static void describe(const struct finding_test *test, char *text, size_t size)
{
    char value[32], range[64];
    text_number(value, sizeof value, test->value.value, 3);
    text_interval(range, sizeof range, test->value.low, test->value.high, 3);
    snprintf(text, size, "%s %s%s%s", test->way, value, range[0] != '-' ? " " : "",
             range[0] != '-' ? range : "");
}

char *claims_words(const struct finding *finding)
{
    char *words = memory_array(ROOM + 2, 1);
    const size_t why = strlen(finding->why), most = ROOM * 2 / 3, kept = why < most ? why : most;
    if (finding->count > 0)
        text_append(words, ROOM, "%s:", finding->measure);
    for (size_t i = 0; i < finding->count; ++i) {
        char item[160];
        describe(&finding->tests[i], item, sizeof item);
        if (strlen(words) + strlen(", ") + strlen(item) + kept + MORE > ROOM) {
            text_append(words, ROOM, "%s %zu more", i > 0 ? " and" : "", finding->count - i);
            break;
        }
        text_append(words, ROOM, "%s %s", i > 0 ? "," : "", item);
    }
    if (why > 0)
        text_append(words, ROOM, "%s%s", words[0] != '\0' ? "; " : "", finding->why);
    text_append(words, ROOM + 2, ".");
    return words;
}

void claims_write_text(const struct finding *findings, FILE *out)
{
    for (size_t i = 0; i < CLAIMS_MAX; ++i) {
        const struct finding *finding = &findings[i];
        char *words = claims_words(finding);
        text_say(out, 15, "%2d %-14s %s", finding->number, verdicts[finding->verdict],
                 finding->sentence);
        text_wrap(out, words, COLUMNS, "   ");
        free(words);
    }
}

/* Names come from files: none ends its cell. */
static void write_cell(const char *text, FILE *out)
{
    for (; *text != '\0'; ++text)
        fprintf(out, "%s%c", *text == '|' ? "\\" : "", *text);
}

void claims_write_markdown(const struct finding *findings, FILE *out)
{
    fputs("| | claim | verdict | by which numbers |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < CLAIMS_MAX; ++i) {
        char *words = claims_words(&findings[i]);
        fprintf(out, "| %d | %s | **%s** | ", findings[i].number, findings[i].sentence,
                verdicts[findings[i].verdict]);
        write_cell(words, out);
        fputs(" |\n", out);
        free(words);
    }
}
