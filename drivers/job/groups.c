/* Groups of images. A group costs a worker one wait for the source, and at the end of a run the
 * time in which others wait for its last one: both are small where groups are large at first and
 * small at last, as guided chunks are (schedule.c). */
#include "drivers/job/groups.h"

#include <stdlib.h>

/* How many of the images that are left the next group has. */
static int next_size(int left, int workers, int most)
{
    int size = left / (2 * workers);
    size = size > most ? most : size;
    return size > 1 ? size : 1;
}

static int fill(int *begin, int images, int workers, int most)
{
    int count = 0;
    for (int at = 0; at < images; ++count) {
        if (begin)
            begin[count] = at;
        at += next_size(images - at, workers, most);
    }
    return count;
}

int groups_shrinking(struct groups *groups, int images, int workers, int most)
{
    int count = fill(NULL, images, workers, most);
    *groups = (struct groups){count, next_size(images, workers, most), images, NULL};
    groups->begin = malloc((count ? (size_t)count : 1) * sizeof *groups->begin);
    if (!groups->begin)
        return -1;
    fill(groups->begin, images, workers, most);
    return 0;
}

void groups_equal(struct groups *groups, int images, int workers, int most)
{
    int fair = (images + workers - 1) / workers, rounds = (fair + most - 1) / most;
    int size = rounds ? (fair + rounds - 1) / rounds : 1;
    *groups = (struct groups){(images + size - 1) / size, size, images, NULL};
}

int groups_together(struct groups *groups, int images, groups_number_fn *number,
                    const void *context)
{
    int *begin = malloc((images ? (size_t)images : 1) * sizeof *begin);
    *groups = (struct groups){0, 1, images, begin};
    for (int image = 0, before = -1; begin && image < images; ++image) {
        int now = number(context, image);
        if (image == 0 || now < 0 || now != before)
            begin[groups->count++] = image;
        int size = image + 1 - begin[groups->count - 1];
        groups->most = size > groups->most ? size : groups->most;
        before = now;
    }
    return begin ? 0 : -1;
}

struct span groups_span(const struct groups *groups, int group)
{
    int begin = groups->begin ? groups->begin[group] : group * groups->most;
    int end = group + 1 == groups->count ? groups->images
              : groups->begin            ? groups->begin[group + 1]
                                         : begin + groups->most;
    return (struct span){begin, end};
}

void groups_free(struct groups *groups)
{
    free(groups->begin);
    *groups = (struct groups){0};
}
