/* The part of source_http that needs libcurl: private to http*.c. */
#ifndef PARALLAX_IO_SOURCES_HTTP_ENGINE_H
#define PARALLAX_IO_SOURCES_HTTP_ENGINE_H

#include "drivers/io/source.h"

#define HTTP_MODULE "parallax_http"

/* Opens what http_list() listed, and has all functions of a source from then on. It is all that is
 * seen of a module. */
__attribute__((visibility("default"))) extern const struct source http_engine_source;

/* That: loaded by http_late.c, or linked and found by http_here.c. NULL with *failure. */
const struct source *http_engine(struct failure *failure);

#endif
