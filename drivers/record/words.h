/* Fields of the results file whose text is one of a few words: enums in the programs. */
#ifndef PARALLAX_RECORD_WORDS_H
#define PARALLAX_RECORD_WORDS_H

/* Why a run ended: /runs stopped_by. */
enum stopped_by {
    STOPPED_BY_NOTHING, /* it goes on, or never began */
    STOPPED_BY_CI,      /* the median's interval is narrow enough */
    STOPPED_BY_BUDGET,  /* of seconds */
    STOPPED_BY_MAX,     /* as many iterations as were asked for, or may be */
    STOPPED_BY_PASS,    /* production: one pass */
    STOPPED_BY_SIGNAL,
    STOPPED_BY_ERRORS,
    STOPPED_BY_FULL,   /* the disk */
    STOPPED_BY_MEMORY, /* there was none for another sample */
    STOPPED_BY_LOST    /* an update of a racy tally, as asked for */
};

/* Why a run must not be compared with others: /runs invalid_code. */
enum invalid_code {
    INVALID_NONE,           /* it may be */
    INVALID_OVERSUBSCRIBED, /* more workers than usable CPUs */
    INVALID_BINDING,        /* of workers to CPUs */
    INVALID_THREADS,        /* fewer threads than asked for */
    INVALID_FAILED,         /* images */
    INVALID_DISAGREED,      /* iterations, or a computation with its verification */
    INVALID_STOPPED,        /* before it was complete */
    INVALID_MIXED,          /* ranks of other programs, or on other CPUs, than rank 0 */
    INVALID_RACY,           /* workers overwrote each other's updates, as asked for */
    INVALID_OTHER           /* a word that is none of these, or none at all */
};

/* The words in the enums' order, NULL-terminated; "" for the first of each. */
extern const char *const stopped_by_names[], *const invalid_code_names[];

/* The code of a row: INVALID_OTHER for a word that this program does not know. */
enum invalid_code invalid_code_of(const char *word);

#endif
