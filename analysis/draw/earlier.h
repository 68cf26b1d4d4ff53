/* Pictures that an earlier report left in a directory. */
#ifndef PARALLAX_DRAW_EARLIER_H
#define PARALLAX_DRAW_EARLIER_H

/* The first words of every script that a report writes. */
#define EARLIER_MARK "# Made by parallax report."

/* Removes the scripts in `directory` that begin with these words, with their data and pictures:
 * they may show other results. Nobody else's file is touched; what cannot be removed stays. */
void earlier_remove(const char *directory);

#endif
