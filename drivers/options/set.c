/* The value of one option: from its text to its member. */
#include "drivers/options/set.h"

#include <string.h>

#include "drivers/common/number.h"
#include "drivers/options/numbers.h"

/* The one line that a wrong argument gets. */
static enum options_result wrong(char *message, const char *name, const char *value,
                                 const char *wanted)
{
    snprintf(message, OPTIONS_MESSAGE, "--%s: '%.80s' is not %s", name, value, wanted);
    return OPTIONS_WRONG;
}

static enum options_result wrong_range(char *message, const char *name, const char *value,
                                       const char *what, double min, double max)
{
    char wanted[96];
    snprintf(wanted, sizeof wanted, "%s from %s to %s", what, number_exact(min).text,
             number_exact(max).text);
    return wrong(message, name, value, wanted);
}

static int choice_of(const char *const *choices, const char *value)
{
    for (int i = 0; choices[i]; ++i)
        if (strcmp(choices[i], value) == 0)
            return i;
    return -1;
}

static enum options_result wrong_choice(char *message, const char *name, const char *value,
                                        const char *const *choices)
{
    char wanted[128] = "one of";
    for (int i = 0; choices[i]; ++i) {
        size_t used = strlen(wanted);
        snprintf(wanted + used, sizeof wanted - used, "%s %s", i ? "," : "", choices[i]);
    }
    return wrong(message, name, value, wanted);
}

static bool parse_errors(struct options *options, const char *value)
{
    size_t length = strlen(value);
    bool percent = length > 1 && value[length - 1] == '%';
    char number[32];
    if (length >= sizeof number)
        return false;
    memcpy(number, value, length + 1);
    if (percent)
        number[length - 1] = '\0';
    options->max_errors_percent = percent;
    int64_t whole;
    if (percent)
        return numbers_real(number, 0, 100, &options->max_errors);
    if (!numbers_whole(number, 0, 1e9, &whole))
        return false;
    options->max_errors = (double)whole;
    return true;
}

static enum options_result set_whole(int *member, const struct option_entry *e, const char *value,
                                     char *message)
{
    int64_t whole;
    if (!numbers_whole(value, e->min, e->max, &whole))
        return wrong_range(message, e->name, value, "a whole number", e->min, e->max);
    *member = (int)whole;
    return OPTIONS_RUN;
}

static enum options_result set_text(const char **member, const struct option_entry *e,
                                    const char *value, char *message)
{
    if (!*value)
        return wrong(message, e->name, value, "a name");
    *member = value;
    return OPTIONS_RUN;
}

static enum options_result set_choice(int *member, const struct option_entry *e, const char *value,
                                      char *message)
{
    *member = choice_of(e->choices, value);
    return *member < 0 ? wrong_choice(message, e->name, value, e->choices) : OPTIONS_RUN;
}

static enum options_result set_shapes(struct source_shapes *shapes, const struct option_entry *e,
                                      const char *value, char *message)
{
    shapes->count = numbers_shapes(value, SOURCE_SHAPES_MAX, shapes->shape);
    return shapes->count
               ? OPTIONS_RUN
               : wrong(message, e->name, value, "WxH or WxHxC, or up to 128 of them with commas");
}

static enum options_result set_errors(struct options *options, const struct option_entry *e,
                                      const char *value, char *message)
{
    return parse_errors(options, value) ? OPTIONS_RUN
                                        : wrong(message, e->name, value, "a number or N%");
}

static enum options_result set_member(struct options *options, void *member,
                                      const struct option_entry *e, const char *value,
                                      char *message)
{
    switch (e->kind) {
    case OPTION_TEXT:
        return set_text(member, e, value, message);
    case OPTION_FLAG:
        *(int *)member = 1;
        return OPTIONS_RUN;
    case OPTION_ITERATIONS:
        if (strcmp(value, "auto") != 0)
            return set_whole(member, e, value, message);
        *(int *)member = 0;
        return OPTIONS_RUN;
    case OPTION_WHOLE:
        return set_whole(member, e, value, message);
    case OPTION_LARGE:
        return numbers_whole(value, e->min, e->max, member)
                   ? OPTIONS_RUN
                   : wrong_range(message, e->name, value, "a whole number", e->min, e->max);
    case OPTION_SEED:
        return numbers_seed(value, member)
                   ? OPTIONS_RUN
                   : wrong(message, e->name, value, "a whole number from 0 to 2^64 - 1");
    case OPTION_SECONDS:
        return numbers_real(value, e->min, e->max, member)
                   ? OPTIONS_RUN
                   : wrong_range(message, e->name, value, "a number", e->min, e->max);
    case OPTION_COLOUR:
        return numbers_colour(value, member) ? OPTIONS_RUN
                                             : wrong(message, e->name, value,
                                                     "a colour: #RRGGBB, "
                                                     "#RRGGBBAA, white, black, grey, transparent");
    case OPTION_CHOICE:
        return set_choice(member, e, value, message);
    case OPTION_SHAPES:
        return set_shapes(member, e, value, message);
    case OPTION_ERRORS:
        return set_errors(options, e, value, message);
    default:
        return OPTIONS_RUN;
    }
}

enum options_result set_entry(struct options *options, const struct table_line *line,
                              const char *value, char *message)
{
    if (!line->why_not)
        return set_member(options, (char *)options + line->offset, line->entry, value, message);
    snprintf(message, OPTIONS_MESSAGE, "--%s does not apply: %s", line->entry->name, line->why_not);
    return OPTIONS_WRONG;
}

enum options_result set_param(double *values, const struct param *p, const char *value,
                              char *message)
{
    int64_t whole;
    double *slot = values + p->index;
    switch (p->kind) {
    case PARAM_FLAG:
        *slot = 1;
        return OPTIONS_RUN;
    case PARAM_SIZE:
        return numbers_size(value, p->min, p->max, &slot[0], &slot[1])
                   ? OPTIONS_RUN
                   : wrong_range(message, p->name, value, "WxH, Wx, xH or N%, sides", p->min,
                                 p->max);
    case PARAM_WHOLE:
        if (!numbers_whole(value, p->min, p->max, &whole))
            return wrong_range(message, p->name, value, "a whole number", p->min, p->max);
        *slot = (double)whole;
        return OPTIONS_RUN;
    case PARAM_NUMBER:
        return numbers_real(value, p->min, p->max, slot)
                   ? OPTIONS_RUN
                   : wrong_range(message, p->name, value, "a number", p->min, p->max);
    case PARAM_COLOUR: /* is the harness's option */
    case PARAM_CHOICE:
        break;
    }
    const char *meant = value;
    for (const char *const *word = p->words; word && *word; word += 2)
        meant = strcmp(word[0], value) == 0 ? word[1] : meant;
    int choice = choice_of(p->choices, meant);
    if (choice < 0)
        return wrong_choice(message, p->name, value, p->choices);
    *slot = choice;
    return OPTIONS_RUN;
}
