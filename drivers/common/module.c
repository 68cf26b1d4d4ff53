/* Loads parts of a program. */
#include "drivers/common/module.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* From the folder of what is linked with this: programs and Python's library, as they are
 * installed, as they are built, the tests; then wherever the loader looks. An RPATH would say the
 * same, and have every library at every start looked for there first. */
static const char *const places[] = {"$ORIGIN/" PARALLAX_TO_MODULES "/",
                                     "$ORIGIN/../",
                                     "$ORIGIN/modules/",
                                     "$ORIGIN/../modules/",
                                     "",
                                     NULL};

/* Why the module cannot be loaded, unless it only is not at this place. */
static void note_error(const char *file, char *cause, size_t size)
{
    const char *error = dlerror();
    bool elsewhere = error && strstr(error, file) && strstr(error, "cannot open shared object");
    if (error && (!elsewhere || !*cause))
        snprintf(cause, size, "%s", error);
}

const void *module_find(const char *name, const char *symbol, size_t layout, char *message,
                        size_t size)
{
    void *module = NULL;
    char file[64], path[512], cause[256] = "";
    snprintf(file, sizeof file, "%s.so", name);
    for (const char *const *place = places; *place && !module; ++place) {
        snprintf(path, sizeof path, "%s%s", *place, file);
        module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (!module)
            note_error(file, cause, sizeof cause);
    }
    const void *found = module ? dlsym(module, symbol) : NULL;
    const size_t *its = module ? dlsym(module, "module_layout") : NULL;
    if (module && (!found || !its))
        note_error(file, cause, sizeof cause);
    if (its && *its != layout) {
        found = NULL;
        snprintf(cause, sizeof cause, "%s is of another version", file);
    }
    if (!found || !its)
        snprintf(message, size,
                 "a part of the program cannot be loaded, install it anew with all that belongs to "
                 "it: %s",
                 cause);
    return its ? found : NULL;
}

const void *module_need(const char *name, const char *symbol, size_t layout, const char *stage,
                        struct failure *failure)
{
    char message[320];
    const void *found = module_find(name, symbol, layout, message, sizeof message);
    if (!found)
        failure_set(failure, stage, "no-library", "%s", message);
    return found;
}
