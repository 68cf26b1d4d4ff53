/* JSON of any depth, printed as it comes. */
#include "drivers/common/json_nest.h"

#include <inttypes.h>

#include "drivers/common/json.h"

static void begin(struct json_nest *nest, const char *name)
{
    if (nest->depth > 0)
        fprintf(nest->out, "%s\n%*s", nest->filled ? "," : "", nest->depth, "");
    if (name) {
        json_print_text(nest->out, name);
        fputs(": ", nest->out);
    }
    nest->filled = true;
}

void json_nest_open(struct json_nest *nest, const char *name, char bracket)
{
    begin(nest, name);
    fputc(bracket, nest->out);
    ++nest->depth;
    nest->filled = false;
}

void json_nest_close(struct json_nest *nest, char bracket)
{
    --nest->depth;
    if (nest->filled)
        fprintf(nest->out, "\n%*s", nest->depth, "");
    fprintf(nest->out, "%c%s", bracket, nest->depth == 0 ? "\n" : "");
    nest->filled = true;
}

void json_nest_text(struct json_nest *nest, const char *name, const char *value)
{
    begin(nest, name);
    json_print_text(nest->out, value);
}

void json_nest_number(struct json_nest *nest, const char *name, double value)
{
    begin(nest, name);
    json_print_number(nest->out, value);
}

void json_nest_whole(struct json_nest *nest, const char *name, int64_t value)
{
    begin(nest, name);
    fprintf(nest->out, "%" PRId64, value);
}

void json_nest_bool(struct json_nest *nest, const char *name, bool value)
{
    begin(nest, name);
    fputs(value ? "true" : "false", nest->out);
}
