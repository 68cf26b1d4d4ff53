/* The parts of the page, in their order. Each writes whole elements. */
#ifndef PARALLAX_PAGE_SECTIONS_H
#define PARALLAX_PAGE_SECTIONS_H

#include "analysis/page/page.h"

extern const char *const style_sheet[]; /* CSS; ends with NULL */

void verdict_section(const struct page *page, FILE *out);
void claims_section(const struct page *page, FILE *out);
void tables_section(const struct page *page, FILE *out);
void pictures_section(const struct page *page, FILE *out);
void reasons_section(const struct page *page, FILE *out);
void origin_section(const struct page *page, FILE *out);
void citation_section(const struct page *page, FILE *out);

/* What `write` writes, as a string to be freed. */
char *section_capture(const struct page *page, void (*write)(const struct page *page, FILE *out));

/* A heading for a study: its short name, and below it its title. */
void section_study(const struct page *page, size_t study, const char *what, FILE *out);

/* A picture that was drawn, with what it shows in words. */
void section_picture(const struct page *page, const struct picture *picture, FILE *out);

/* A list of the lines of `text`; nothing where there are none. */
void section_lines(const char *text, const char *kind, FILE *out);

#endif
