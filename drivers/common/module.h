/* Parts of a program that are loaded when they are needed: those whose libraries take longer to
 * load than a small job takes. */
#ifndef PARALLAX_COMMON_MODULE_H
#define PARALLAX_COMMON_MODULE_H

#include <stddef.h>

/* What the module NAME.so calls `symbol`: one table of its functions. It is looked for where this
 * program was built or installed, wherever all of that has been moved to, and stays until the end
 * of the process. NULL, with a sentence in message[size] that names the cure. One thread at a time.
 */
const void *module_find(const char *name, const char *symbol, char *message, size_t size);

#endif
