/* The exit codes of every program here; sysexits(3) where one fits. All ranks of a run agree on it.
 */
#ifndef PARALLAX_COMMON_EXIT_CODE_H
#define PARALLAX_COMMON_EXIT_CODE_H

enum exit_code {
    EXIT_OK = 0,
    EXIT_DIFFERENT = 1,   /* parallax diff: the two are not the same */
    EXIT_SOME_FAILED = 3, /* some images failed, the others are done */
    EXIT_REGRESSION = 4,  /* parallax compare: a build is slower than the one before */
    EXIT_USAGE = 64,
    EXIT_DATA = 65, /* all images failed, or a results file is no good */
    EXIT_NO_INPUT = 66,
    EXIT_BUG = 70, /* ours: two models disagreed, an impossible state */
    EXIT_MEMORY = 71,
    EXIT_CREATE = 73, /* an output cannot be created */
    EXIT_IO = 74,
    EXIT_STOPPED = 75, /* stopped early; running it again resumes */
    EXIT_PERMISSION = 77,
    EXIT_CONFIG = 78
};

/* Of a program that could not begin an output, by its errno: EXIT_IO where the disk is full or
 * broken, whether the file's name or its first byte had no room; EXIT_MEMORY; else EXIT_CREATE. */
enum exit_code exit_code_of_output(int error);

#endif
