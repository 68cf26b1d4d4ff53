/* The ranks of other probes: what needs MPI is done here, so that those need none.
 *
 * They start it under mpirun and read its lines; by hand: mpirun -n RANKS probe_ranks WORD … */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/probes/probe.h"
#include "drivers/probes/ranks.h"

static const struct {
    const char *word, *argument, *help;
    int ranks; /* at least */
    void (*run)(long argument);
} words[] = {
    {"init", "", "how long MPI_Init took", 1, ranks_init},
    {"spawn", " TIMES", "how long MPI_Comm_spawn takes", 1, ranks_spawn},
    {"eager", "", "the longest message that is sent although nobody receives it", 2, ranks_eager},
    {"sends", " BYTES", "two ranks send, then receive: a deadlock beyond that limit", 2,
     ranks_sends},
    {"exchange", " BYTES", "hands images of up to that size over", 2, ranks_exchange},
    {"overhead", "", "barriers, sums, draws from a counter", 1, ranks_overhead},
    {"sendrecv", " BYTES", "the same with MPI_Sendrecv", 2, ranks_sendrecv},
};
enum { WORDS = sizeof words / sizeof *words };

static void usage(FILE *out)
{
    fputs("Usage: mpirun -n RANKS probe_ranks WORD\n\n"
          "What the other probes need MPI for; they start it themselves.\n",
          out);
    for (int i = 0; i < WORDS; ++i)
        fprintf(out, "  %s%-*s %s\n", words[i].word, 16 - (int)strlen(words[i].word),
                words[i].argument, words[i].help);
    fputs("  --help           print this and exit\n"
          "  --version        print the version and exit\n",
          out);
}

/* It has words in place of options. */
static void describe(FILE *out)
{
    fputs("usage=mpirun -n RANKS probe_ranks WORD\n"
          "summary=does what the other probes need MPI for; they start it themselves\n"
          "option=help - flag -\tprint the words and exit\n"
          "option=version - flag -\tprint the version and exit\n",
          out);
}

static int say(void (*text)(FILE *out))
{
    text(stdout);
    return standard_flush() ? EXIT_IO : EXIT_OK;
}

static void version(FILE *out)
{
    probe_version(out, "ranks");
}

static int find_word(const char *word)
{
    int i = 0;
    while (i < WORDS && strcmp(words[i].word, word) != 0)
        ++i;
    return i;
}

int main(int argc, char **argv)
{
    standard_open();
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return say(usage);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return say(version);
    if (argc == 2 && strcmp(argv[1], "--describe") == 0)
        return say(describe);
    int word = argc > 1 ? find_word(argv[1]) : WORDS;
    if (word == WORDS) {
        usage(stderr);
        return EXIT_USAGE;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    ranks_begin(&argc, &argv);
    int ranks, code = EXIT_OK;
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (ranks < words[word].ranks) {
        fprintf(stderr, "probe_ranks: %s needs %d ranks: mpirun -n %d probe_ranks %s\n",
                words[word].word, words[word].ranks, words[word].ranks, words[word].word);
        code = EXIT_USAGE;
    } else {
        words[word].run(argc > 2 ? atol(argv[2]) : 0);
    }
    MPI_Finalize();
    return code;
}
