/* The report as one page that needs nothing else: verdict, tables, pictures, what does not count
 * and why, where it comes from, how to cite it. */
#ifndef PARALLAX_PAGE_H
#define PARALLAX_PAGE_H

#include <stdio.h>

#include "analysis/claims/claims.h"
#include "analysis/data/cells.h"
#include "analysis/data/files.h"
#include "analysis/draw/pictures.h"

struct page {
    const struct cells *cells;
    const struct results *results; /* what the cells were made of */
    const struct files *files;
    const struct pictures *pictures;
    const struct finding *findings; /* [CLAIMS_MAX]; NULL: nothing to say of claims */
    const char *directory;          /* where the pictures are */
    const char *data_file; /* the name of a results file beside the page; NULL: there is none */
};

/* Writes index.html. Every picture is inside, light and dark; links lead to files beside it. */
void page_write(const struct page *page, FILE *out);

#endif
