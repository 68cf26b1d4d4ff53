/* Running gnuplot. */
#ifndef PARALLAX_DRAW_GNUPLOT_H
#define PARALLAX_DRAW_GNUPLOT_H

/* Runs gnuplot on DIRECTORY/STEM.gp, which draws STEM.svg and STEM.png there, without a shell. Only
 * absolute directories of PATH are looked into. Returns 0; EXIT_CONFIG when gnuplot is not there;
 * EXIT_CREATE, after naming it on stderr, when a picture's name is not a regular file's; EXIT_IO
 * when it failed. */
int gnuplot_run(const char *directory, const char *stem);

#endif
