/* What probes share: their results file. */
#ifndef PARALLAX_PROBES_PROBE_H
#define PARALLAX_PROBES_PROBE_H

#include "drivers/machine/placement.h"
#include "drivers/models/model.h"
#include "drivers/record/record.h"

/* Writes points[count] (their run is set here) to `directory`/probe_<name>-<ranks>-<uuid8>.h5, as a
 * run of mode "probe" with its provenance, and prints the path; "none": nothing is written. On rank
 * 0 only. 0, or an exit code after a message on stderr. */
int probe_write(const char *name, const char *directory, const struct team *team,
                const struct placement *placement, struct point_row *points, size_t count, int argc,
                char **argv);

#endif
