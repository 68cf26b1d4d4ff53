/* The verbs that are scripts: they lie in libexec, and in jobs/ of a source tree. */
#ifndef PARALLAX_VERBS_SCRIPTS_H
#define PARALLAX_VERBS_SCRIPTS_H

#include <stddef.h>

struct script_verb {
    const char *name, *file;
    const char *word; /* that the script is given before all others; NULL: none */
    const char *summary;
};

/* All of them; the last has no name. */
extern const struct script_verb script_verbs[];

/* Their folder: found from where this program is, else by the prefix that it was configured with.
 * NULL: neither has it. The text is valid until the next call; not reentrant. */
const char *scripts_place(void);

/* Becomes the script `file`, called as `parallax VERB`, with `word` (unless it is NULL) and
 * words[0 … count - 1]. Returns only if it cannot, with EXIT_CONFIG or EXIT_MEMORY, after
 * saying why. */
int scripts_run(const char *verb, const char *file, const char *word, int count, char **words);

#endif
