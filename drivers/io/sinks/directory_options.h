/* The options of results that are files. */
#ifndef PARALLAX_IO_SINKS_DIRECTORY_OPTIONS_H
#define PARALLAX_IO_SINKS_DIRECTORY_OPTIONS_H

#include "drivers/io/sink.h"

/* Of struct sink_options. */
extern const struct option_entry directory_options[];

#endif
