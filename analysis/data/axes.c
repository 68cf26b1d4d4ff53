/* What studies of one kernel differ in beside their workers: the axes of a table over them. */
#include "analysis/data/axes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/text.h"
#include "drivers/common/number.h"

/* What is no parameter of the kernel, and may be an axis all the same. */
static const char *const others[] = {"mode",  "variant", "source", "sink",
                                     "cache", "delay",   "image",  "images"};

enum { OTHERS = sizeof others / sizeof *others };

/* The part of "a=1 b=2" that begins behind "NAME=", and its length; NULL: there is none. */
static const char *find_param(const char *params, const char *name, size_t *length)
{
    const size_t name_length = strlen(name);
    for (const char *word = params; *word != '\0';) {
        const size_t word_length = strcspn(word, " ");
        if (word_length > name_length && word[name_length] == '=' &&
            strncmp(word, name, name_length) == 0) {
            *length = word_length - name_length - 1;
            return word + name_length + 1;
        }
        word += word_length;
        word += strspn(word, " ");
    }
    return NULL;
}

static void other_value(const struct run_row *row, const char *name, char text[AXES_TEXT])
{
    const struct {
        const char *name, *value;
    } words[] = {{"mode", row->mode},
                 {"variant", row->variant},
                 {"source", row->source},
                 {"sink", row->sink},
                 {"cache", row->cache}};
    text[0] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i)
        if (strcmp(name, words[i].name) == 0)
            text_plain(text, AXES_TEXT, words[i].value);
    if (strcmp(name, "delay") == 0)
        snprintf(text, AXES_TEXT, "%s s",
                 number_short(row->delay_s > 0 ? row->delay_s : 0, 4).text);
    if (strcmp(name, "image") == 0 && row->width > 0 && strcmp(row->study, "weak") != 0)
        snprintf(text, AXES_TEXT, "%dx%dx%d", row->width, row->height, row->channels);
    if (strcmp(name, "images") == 0 && strcmp(row->study, "weak") != 0)
        snprintf(text, AXES_TEXT, "%lld", (long long)row->images);
}

static void value_of(const struct run_row *row, const char *name, char text[AXES_TEXT])
{
    size_t length;
    const char *param = find_param(row->params, name, &length);
    char raw[AXES_TEXT];
    if (param) {
        snprintf(raw, sizeof raw, "%.*s", (int)length, param);
        text_plain(text, AXES_TEXT, raw);
    } else {
        other_value(row, name, text);
    }
    if (text[0] == '\0')
        snprintf(text, AXES_TEXT, "-");
}

static bool share_group(const struct study *a, const struct study *b)
{
    return strcmp(a->run->row->kernel, b->run->row->kernel) == 0 && a->weak == b->weak &&
           strcmp(a->run->row->study, b->run->row->study) == 0 &&
           strcmp(a->run->machine, b->run->machine) == 0 &&
           build_compare(&a->run->build, &b->run->build) == 0;
}

/* Adds the name if the group's studies have different values of it. */
static void try_axis(struct axes *axes, const struct cells *cells, const char *name)
{
    char first[AXES_TEXT], text[AXES_TEXT];
    bool differ = false;
    for (size_t i = 0; i < axes->count; ++i)
        if (strcmp(axes->names[i], name) == 0)
            return;
    value_of(cells->studies[axes->studies[0]].run->row, name, first);
    for (size_t i = 1; i < axes->study_count && !differ; ++i) {
        value_of(cells->studies[axes->studies[i]].run->row, name, text);
        differ = strcmp(first, text) != 0;
    }
    if (differ && axes->count < AXES_MAX)
        text_plain(axes->names[axes->count++], AXES_TEXT, name);
}

static void find_names(struct axes *axes, const struct cells *cells)
{
    for (size_t i = 0; i < axes->study_count; ++i) {
        const char *word = cells->studies[axes->studies[i]].run->row->params;
        for (char name[AXES_TEXT]; *word != '\0';) {
            snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "= "), word);
            try_axis(axes, cells, name);
            word += strcspn(word, " ");
            word += strspn(word, " ");
        }
    }
    for (size_t i = 0; i < OTHERS; ++i)
        try_axis(axes, cells, others[i]);
}

/* Numbers within texts by size: 852x567 before 2048x1362. */
static int compare_natural(const char *a, const char *b)
{
    char *after_a, *after_b;
    const double x = strtod(a, &after_a), y = strtod(b, &after_b);
    if (after_a > a && after_b > b)
        return x != y ? (x > y) - (x < y) : strcmp(after_a, after_b);
    return strcmp(a, b);
}

/* By insertion: a report has few studies, and qsort() knows nobody but the elements. */
static void sort_studies(struct axes *axes, const struct cells *cells)
{
    for (size_t i = 1; i < axes->study_count; ++i) {
        const size_t moved = axes->studies[i];
        size_t place = i;
        for (; place > 0; --place) {
            int order = 0;
            for (size_t axis = 0; axis < axes->count && order == 0; ++axis) {
                char left[AXES_TEXT], right[AXES_TEXT];
                axes_value(axes, axis, &cells->studies[axes->studies[place - 1]], left);
                axes_value(axes, axis, &cells->studies[moved], right);
                order = compare_natural(left, right);
            }
            if (order <= 0)
                break;
            axes->studies[place] = axes->studies[place - 1];
        }
        axes->studies[place] = moved;
    }
}

struct axes *axes_find(const struct cells *cells, size_t *count)
{
    struct axes *found = memory_array(cells->study_count, sizeof *found);
    bool *taken = memory_array(cells->study_count, sizeof *taken);
    *count = 0;
    for (size_t i = 0; i < cells->study_count; ++i) {
        struct axes axes = {.count = 0};
        if (taken[i])
            continue;
        axes.studies = memory_array(cells->study_count, sizeof *axes.studies);
        for (size_t j = i; j < cells->study_count; ++j)
            if (share_group(&cells->studies[i], &cells->studies[j])) {
                axes.studies[axes.study_count++] = j;
                taken[j] = true;
            }
        find_names(&axes, cells);
        if (axes.count > 0) {
            sort_studies(&axes, cells);
            found[(*count)++] = axes;
        } else {
            free(axes.studies);
        }
    }
    free(taken);
    return found;
}

void axes_free(struct axes *axes, size_t count)
{
    for (size_t i = 0; i < count; ++i)
        free(axes[i].studies);
    free(axes);
}

void axes_value(const struct axes *axes, size_t axis, const struct study *study,
                char text[AXES_TEXT])
{
    value_of(study->run->row, axes->names[axis], text);
}

void axes_describe(const struct axes *axes, size_t count, const struct cells *cells, size_t study,
                   char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", cells->studies[study].run->row->params);
    for (size_t i = 0; i < count; ++i)
        for (size_t j = 0; j < axes[i].study_count; ++j) {
            if (axes[i].studies[j] != study)
                continue;
            buffer[0] = '\0';
            for (size_t axis = 0; axis < axes[i].count; ++axis) {
                char value[AXES_TEXT];
                axes_value(&axes[i], axis, &cells->studies[study], value);
                text_append(buffer, size, "%s%s=%s", axis > 0 ? " " : "", axes[i].names[axis],
                            value);
            }
        }
}
