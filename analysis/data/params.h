/* The parameters of a kernel, as a run's text has them. */
#ifndef PARALLAX_DATA_PARAMS_H
#define PARALLAX_DATA_PARAMS_H

/* Shortens, in place, numbers to the digits that tell them from others: "sigma=0.7" of
 * "sigma=0.69999999999999996", as programs before version 0.2 wrote it. So both are one study. */
void params_shorten(char *params);

#endif
