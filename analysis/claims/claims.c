/* The claims, and how all of them are judged. */
#include "analysis/claims/claims.h"

#include <string.h>

const struct claim claims_all[CLAIMS_MAX] = {
    {1, "Threads do not speed up computing under one lock, as Python's.", speedups_under_lock},
    {2, "They do where computing gives up that lock, or where there is none.", speedups_of_threads},
    {3, "Processes speed up computing.", speedups_of_processes},
    {4, "On small tasks, starting processes costs more than they gain.", startups_of_processes},
    {5, "Threads suit work that waits, under a lock or not.", waits_of_threads},
    {6, "Processes are no better there, and an event loop does as well.", waits_of_others},
    {7, "Sending images between processes costs; memory that they share does not.",
     exchanges_of_images},
    {8, "Workers that share counts without care lose updates.", sharing_without_care},
    {9, "Locks cure that, at a price; own counts, added up at the end, are cheaper.",
     sharing_with_locks},
    {10, "Locks taken in opposite orders block for ever; one order for all cures it.",
     deadlocks_of_orders},
    {11, "Processes have memory of their own; threads share theirs.", footprints_of_workers},
    {12, "For work that waits and computes, as many workers as cores are enough.", mixes_of_both},
};

void claims_evaluate(const struct evidence *evidence, const struct reasons *reasons,
                     struct finding *findings)
{
    for (size_t i = 0; i < CLAIMS_MAX; ++i) {
        struct finding *finding = &findings[i];
        finding_begin(finding, claims_all[i].number, claims_all[i].sentence);
        claims_all[i].evaluate(evidence, finding);
        if (finding->verdict != FINDING_OPEN || finding->why[0] != '\0')
            continue;
        const char *reason = reasons_find(reasons, claims_all[i].number);
        finding_say(finding, "%s",
                    reason ? reason : "not measured; parallax claims --run does that");
    }
}
