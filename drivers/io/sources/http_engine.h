/* The part of source_http that needs libcurl: private to http*.c. */
#ifndef PARALLAX_IO_SOURCES_HTTP_ENGINE_H
#define PARALLAX_IO_SOURCES_HTTP_ENGINE_H

#include "drivers/io/source.h"

#define HTTP_MODULE "parallax_http"
#define HTTP_LAYOUT                                                                                \
    (sizeof(struct source) + 31 * sizeof(struct source_options) + 37 * sizeof(struct list) +       \
     41 * sizeof(struct bytes) + 43 * sizeof(struct failure))

/* Opens what http_list() listed, and has all functions of a source from then on. */
extern const struct source http_engine_source;

/* In a module: where that is. */
#define HTTP_SYMBOL "http_engine_place"
__attribute__((visibility("default"))) extern const struct source *const http_engine_place;

/* That: loaded by http_late.c, or linked and found by http_here.c. NULL with *failure. */
const struct source *http_engine(struct failure *failure);

#endif
