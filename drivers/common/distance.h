/* How far two words are from each other. */
#ifndef PARALLAX_COMMON_DISTANCE_H
#define PARALLAX_COMMON_DISTANCE_H

/* How many single-character edits lead from one word to the other (Levenshtein); at most 32
 * characters of each are looked at. */
int distance_edits(const char *left, const char *right);

#endif
