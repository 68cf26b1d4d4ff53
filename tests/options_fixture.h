/* Command lines for the tests of their parser. */
#ifndef PARALLAX_OPTIONS_FIXTURE_H
#define PARALLAX_OPTIONS_FIXTURE_H

#include "drivers/options/options.h"

extern struct options options; /* what was parsed last */
extern char message[OPTIONS_MESSAGE];

/* Parses what resize_serial would be given; words with blanks between. */
enum options_result parse_line(const char *line);

#endif
