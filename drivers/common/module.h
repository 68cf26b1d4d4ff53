/* Parts of a program that are loaded when they are needed: those whose libraries take longer to
 * load than a small job takes. */
#ifndef PARALLAX_COMMON_MODULE_H
#define PARALLAX_COMMON_MODULE_H

#include <stddef.h>

#include "drivers/common/failure.h"

/* What the module NAME.so calls `symbol`: one table of its functions. It is looked for where this
 * program was built or installed, wherever all of that has been moved to, and stays until the end
 * of the process. NULL, with a sentence in message[size] that names the cure: it is not there, or
 * its MODULE_LAYOUT() is not `layout`, because it was built with other headers. Any thread. */
const void *module_find(const char *name, const char *symbol, size_t layout, char *message,
                        size_t size);

/* The same for who cannot go on without: NULL with *failure, of this stage, code "no-library". */
const void *module_need(const char *name, const char *symbol, size_t layout, const char *stage,
                        struct failure *failure);

/* In a module: a number made of the sizes of all structures that pass its border. */
#define MODULE_LAYOUT(number)                                                                      \
    __attribute__((visibility("default"))) extern const size_t module_layout;                      \
    const size_t module_layout = (number)

#endif
