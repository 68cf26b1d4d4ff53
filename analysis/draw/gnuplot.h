/* Running gnuplot. */
#ifndef PARALLAX_DRAW_GNUPLOT_H
#define PARALLAX_DRAW_GNUPLOT_H

#include <stdbool.h>
#include <stddef.h>

/* One script to be run. */
struct gnuplot_job {
    const char *stem;
    int code; /* filled in: EXIT_OK; EXIT_CREATE: a picture's name is not a regular file's, as was
                 said on stderr; EXIT_IO: it failed */
};

/* What a script leaves: STEM.svg, STEM-dark.svg, STEM.png, STEM.pdf. Ends with NULL. */
extern const char *const gnuplot_endings[];

/* Is there a gnuplot? Only absolute directories of PATH are looked into. */
bool gnuplot_is_there(void);

/* Runs gnuplot on every DIRECTORY/STEM.gp, several at once, without a shell; there has to be one.
 */
void gnuplot_run(const char *directory, struct gnuplot_job *jobs, size_t count);

#endif
