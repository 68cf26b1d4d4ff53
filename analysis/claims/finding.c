/* The verdict on a claim. */
#include "analysis/claims/finding.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/numbers/holm.h"
#include "analysis/text.h"

const char *const finding_verdict_names[FINDING_VERDICTS] = {"holds", "does_not_hold", "depends",
                                                             "not_decided"};

void finding_begin(struct finding *finding, int number, const char *sentence)
{
    *finding = (struct finding){
        .number = number, .sentence = sentence, .verdict = FINDING_OPEN, .effect = {NAN, NAN, NAN}};
}

void finding_say(struct finding *finding, const char *format, ...)
{
    char text[sizeof finding->why];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text_append(finding->why, sizeof finding->why, "%s%s", finding->why[0] != '\0' ? "; " : "",
                text);
}

void finding_test(struct finding *finding, enum evidence_state state, const char *way,
                  struct difference effect, double bound, bool above)
{
    if (state == EVIDENCE_DISTURBED) {
        text_append(finding->disturbed, sizeof finding->disturbed, "%s%s",
                    finding->disturbed_count > 0 ? ", " : "", way);
        ++finding->disturbed_count;
    }
    finding->few_count += state == EVIDENCE_FEW ? 1 : 0;
    if (state != EVIDENCE_CLEAN || finding->count == FINDING_TESTS_MAX)
        return;
    struct finding_test *test = &finding->tests[finding->count++];
    *test = (struct finding_test){
        .effect = effect, .value = difference_ratio(effect), .bound = bound, .above = above};
    snprintf(test->way, sizeof test->way, "%s", way);
}

/* How far the effect lies on the side that the claim needs; of logarithms. */
static double margin_of(const struct finding_test *test)
{
    const double over = test->effect.value - log(test->bound);
    return test->above ? over : -over;
}

static void find_effect(struct finding *finding)
{
    size_t nearest = 0;
    for (size_t i = 1; i < finding->count; ++i)
        if (margin_of(&finding->tests[i]) < margin_of(&finding->tests[nearest]))
            nearest = i;
    if (finding->count > 0)
        finding->effect = finding->tests[nearest].value;
}

void finding_answer(struct finding *finding)
{
    double probabilities[FINDING_TESTS_MAX];
    bool sure[FINDING_TESTS_MAX];
    for (size_t i = 0; i < finding->count; ++i) {
        const struct finding_test *test = &finding->tests[i];
        probabilities[i] = difference_probability(
            (struct difference){margin_of(test), test->effect.variance, test->effect.degrees});
    }
    holm_reject(probabilities, finding->count, DIFFERENCE_ALPHA, sure);
    for (size_t i = 0; i < finding->count; ++i)
        finding->tests[i].answer = !sure[i]                            ? FINDING_UNSURE
                                   : margin_of(&finding->tests[i]) > 0 ? FINDING_YES
                                                                       : FINDING_NO;
    find_effect(finding);
}

/* The names of the ways with that answer, as far as there is room. */
static void name_ways(const struct finding *finding, enum finding_answer answer, char *text,
                      size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < finding->count; ++i)
        if (finding->tests[i].answer == answer && strlen(text) + 50 < size)
            text_append(text, size, "%s%s", text[0] != '\0' ? ", " : "", finding->tests[i].way);
}

void finding_conclude(struct finding *finding)
{
    size_t counts[3] = {0};
    char names[120];
    for (size_t i = 0; i < finding->count; ++i)
        ++counts[finding->tests[i].answer];
    if (finding->disturbed_count > 0 && finding->disturbed_count >= finding->count) {
        finding_say(finding, "other programs disturbed %s; once more on a quiet machine",
                    finding->disturbed);
    } else if (finding->count == 0 && finding->few_count > 0) {
        finding_say(finding, "fewer than %d repetitions", ESTIMATE_RUNS_MIN);
    } else if (counts[FINDING_YES] > 0 && counts[FINDING_NO] > 0) {
        finding->verdict = FINDING_DEPENDS;
        name_ways(finding, FINDING_NO, names, sizeof names);
        if (finding->why[0] == '\0')
            finding_say(finding, "on the way: not so %s", names);
    } else if (counts[FINDING_UNSURE] > 0) {
        name_ways(finding, FINDING_UNSURE, names, sizeof names);
        finding_say(finding, "too few or too unsteady repetitions of %s", names);
    } else if (finding->count > 0) {
        finding->verdict = counts[FINDING_NO] > 0 ? FINDING_FAILS : FINDING_HOLDS;
    }
    if (finding->verdict != FINDING_OPEN && finding->disturbed_count > 0)
        finding_say(finding, "left out, since others disturbed it: %s", finding->disturbed);
}

void finding_judge(struct finding *finding)
{
    finding_answer(finding);
    finding_conclude(finding);
}
