/* Loads libcurl, and what uses it, when there are URLs: with the two dozen libraries that it needs
 * this is most of what a program would load. */
#include "drivers/common/module.h"
#include "drivers/io/sources/http_engine.h"

const struct source *http_engine(struct failure *failure)
{
    char message[320];
    const struct source *const *place =
        module_find(HTTP_MODULE, HTTP_SYMBOL, HTTP_LAYOUT, message, sizeof message);
    if (!place)
        failure_set(failure, "list", "no-library", "%s", message);
    return place ? *place : NULL;
}
