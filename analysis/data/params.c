/* The parameters of a kernel, as a run's text has them. */
#include "analysis/data/params.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/number.h"

enum { LONG = 17 }; /* an = and digits enough; a colour has eight */

void params_shorten(char *params)
{
    for (char *word = params; *word != '\0';) {
        char *value = word + strcspn(word, "= "), *end = value;
        size_t length = strcspn(value, " ");
        if (*value == '=' && length > LONG && strspn(value + 1, "+-.0123456789e") + 1 == length) {
            const struct number number = number_exact(strtod(value + 1, &end));
            const size_t shorter = strlen(number.text);
            if (end == value + length && shorter + 1 < length) {
                memcpy(value + 1, number.text, shorter);
                memmove(value + 1 + shorter, end, strlen(end) + 1);
                length = 1 + shorter;
            }
        }
        word = value + length;
        word += strspn(word, " ");
    }
}
