/* Loads libcurl, and what uses it, when there are URLs: with the two dozen libraries that it needs
 * this is most of what a program would load. */
#include "drivers/common/module.h"
#include "drivers/io/sources/http_engine.h"

const struct source *http_engine(struct failure *failure)
{
    const struct source *const *place =
        module_need(HTTP_MODULE, HTTP_SYMBOL, HTTP_LAYOUT, "list", failure);
    return place ? *place : NULL;
}
