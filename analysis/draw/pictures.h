/* All pictures of a report. */
#ifndef PARALLAX_DRAW_PICTURES_H
#define PARALLAX_DRAW_PICTURES_H

#include "analysis/claims/claims.h"
#include "analysis/data/cells.h"

enum { PICTURES_STEM = 80, PICTURES_NO_STUDY = -1, PICTURES_PARAMETERS = -2 };

struct picture {
    char stem[PICTURES_STEM]; /* of its files' names */
    char title[64];
    char *alt, *caption; /* what it shows, with the main numbers; how to read it. Not escaped */
    int study; /* PICTURES_NO_STUDY: of several; PICTURES_PARAMETERS: and of what they differ in */
    int claim; /* the number of the claim that it is of; 0: of none */
    bool is_drawn; /* its pictures are there */
};

struct pictures {
    struct picture *list;
    size_t count, capacity;
    bool has_gnuplot;
};

/* "resize-strong", "resize-strong-split-2": what the study's files are called, as no other's. */
void pictures_study_name(const struct cells *cells, size_t study, char name[PICTURES_STEM]);

/* Writes the scripts and data of all pictures into `directory`, and runs gnuplot on them; those of
 * claims are among them unless `findings` is NULL. Returns
 * 0; EXIT_CREATE; EXIT_IO; EXIT_CONFIG when gnuplot is not there. Says why on stderr. To be freed
 * in any case. */
int pictures_make(struct pictures *pictures, const struct cells *cells,
                  const struct finding *findings, const char *directory);
void pictures_free(struct pictures *pictures);

/* For those who draw: a further picture, to be given its stem; valid until the next. Its plot,
 * open, with streams for alt and caption; 0 or EXIT_CREATE. And its end: 0 or EXIT_IO. */
struct plot;
struct picture *pictures_add(struct pictures *pictures, const char *title, int study);
int pictures_open(struct picture *picture, struct plot *plot, const char *about,
                  const char *directory);
int pictures_close(struct plot *plot);

#endif
