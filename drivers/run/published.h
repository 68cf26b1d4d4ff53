/* The variables of the environment that a results file may hold. */
#ifndef PARALLAX_RUN_PUBLISHED_H
#define PARALLAX_RUN_PUBLISHED_H

/* Names, sorted, NULL-terminated: what decides where and how a run works. Whatever else an
 * environment holds is not looked at: there is no telling what is secret. */
extern const char *const published_variables[];

#endif
