/* Text for people and for programs: every string of a results file passes through one of these
 * before it is printed. */
#ifndef PARALLAX_TEXT_H
#define PARALLAX_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* Copies `text` for a terminal: control characters, marks that turn the direction of writing and
 * what is not UTF-8 become '?'; cut to `size` with the NUL. */
void text_plain(char *buffer, size_t size, const char *text);

/* "WHO: NAME: WHY" on stderr, for a terminal. */
void text_complain(const char *who, const char *name, const char *why);

/* Writes one CSV field (RFC 4180: quoted where needed). A field that begins with = + - @, a tab or
 * a carriage return and is no number gets an apostrophe in front, since spreadsheets would run it
 * as a formula. Control characters but tab and line ends become '?', as in text_plain(). */
void text_csv(FILE *out, const char *text);

/* The same without the apostrophe: for programs, which read back what was there. */
void text_csv_data(FILE *out, const char *text);

/* Writes a gnuplot string literal, single-quoted: nothing in it is expanded or executed. */
void text_gnuplot(FILE *out, const char *text);

/* The same for the label of a tic, which gnuplot takes for the format of a number. */
void text_gnuplot_tic(FILE *out, const char *text);

/* Makes a file name of letters, digits and . _ - only, not beginning with a dot or a dash; other
 * characters become '-', runs of them one. Cut to `size` with the NUL. */
void text_file_name(char *buffer, size_t size, const char *text);

/* `value` with `digits` significant digits, zeros among them, and no exponent; "inf"; "-" when it
 * is NaN. In sentences number_short() of drivers/common/number.h is shorter. */
void text_number(char *buffer, size_t size, double value, int digits);

/* "[low, high]" in the same manner, "-" when there is no interval. */
void text_interval(char *buffer, size_t size, double low, double high, int digits);

/* Appends printf-like; cut to `size` with the NUL. */
void text_append(char *buffer, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints `text` broken at blanks into lines of at most `width` columns, or of what the terminal has
 * where that is less (see terminal_columns()); each begins with `indent`. */
void text_wrap(FILE *out, const char *text, int width, const char *indent);

/* Prints whole lines, printf-like, each broken where the terminal ends; what goes on is `indent`
 * blanks further in. */
void text_say(FILE *out, int indent, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
