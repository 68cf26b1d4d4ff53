/* Making a worker that does nothing, and waiting until it is gone. Repeat functions; the context is
 * not looked at. */
#ifndef PARALLAX_PROBES_BIRTH_H
#define PARALLAX_PROBES_BIRTH_H

#include "drivers/probes/repeat.h"

/* A thread; a copy of this process; another program (true) by fork and exec, or by posix_spawn,
 * which copies no page tables; Python's interpreter, which does nothing either. */
repeat_fn birth_thread, birth_fork, birth_exec, birth_spawn, birth_python;

/* Memory of so many bytes, of which every page has been written; NULL: it is not there, and
 * why[REPEAT_WHY] says so. To be freed. */
void *birth_touch(size_t bytes, char *why);
void birth_free(void *memory, size_t bytes);

#endif
