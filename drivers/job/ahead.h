/* When the images of a group were asked for, where --source-delay lets them wait from then on. */
#ifndef PARALLAX_JOB_AHEAD_H
#define PARALLAX_JOB_AHEAD_H

/* One worker's, which alone touches it; zero-filled: nothing is asked for ahead. */
struct ahead {
    double *taken; /* [depth] a ring: when images of the group were taken, by timer_now() */
    int depth;     /* so many are on their way while one is worked on */
    int first;     /* the group's first unit; -1: there is no group */
    double began;  /* when it was asked for */
};

/* 0, or -1 when out of memory. */
int ahead_open(struct ahead *ahead, int depth);
void ahead_close(struct ahead *ahead);

/* A group whose first unit this is, is asked for now; -1: it is done. */
void ahead_begin(struct ahead *ahead, int unit, double now);

/* A unit of the group is taken now: when it was asked for, which is `now` outside of a group. */
double ahead_asked(struct ahead *ahead, int unit, double now);

#endif
