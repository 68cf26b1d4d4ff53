/* The standard descriptors: input, output, errors. */
#ifndef PARALLAX_COMMON_STANDARD_H
#define PARALLAX_COMMON_STANDARD_H

/* The first thing in every main(): where descriptor 0, 1 or 2 was inherited closed it becomes
 * /dev/null, so that no file that is opened later gets its number, and with it what is printed.
 * Ends the process with EXIT_CONFIG where that cannot be. */
void standard_open(void);

/* At the end of what was printed on standard output: 0, or -1 with errno if some of it is lost. */
int standard_flush(void);

#endif
