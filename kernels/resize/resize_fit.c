/* How large a result is, which part of the image it shows, and where. */
#include "kernels/resize/resize.h"

#include <math.h>

const char *const resize_fit_names[] = {"contain", "cover", "fill", "pad", "outside", NULL};
const char *const resize_fit_words[] = {"inside", "contain", NULL};

/* Clockwise, behind the centre. */
const char *const resize_gravity_names[] = {"centre",    "north", "northeast", "east",
                                            "southeast", "south", "southwest", "west",
                                            "northwest", NULL};

/* Which share of what is left over is to the left, and above. */
static const double share_left[] = {0.5, 0.5, 1, 1, 1, 0.5, 0, 0, 0};
static const double share_above[] = {0.5, 0, 0, 0.5, 1, 1, 1, 0.5, 0};

static int rounded(double x)
{
    return x < 1 ? 1 : (int)floor(x + 0.5);
}

/* The target in pixels. With an open side or a percentage it has the image's aspect, so that all
 * ways to fit are one: false. */
static bool find_target(const double *value, int width, int height, double *w, double *h)
{
    *w = value[RESIZE_WIDTH];
    *h = value[RESIZE_HEIGHT];
    if (*w > 0 && *h > 0)
        return true;
    if (*w < 0) {
        *w = -*w / 100 * width;
        *h = -*h / 100 * height;
    } else if (*w > 0) {
        *h = *w / width * height;
    } else {
        *w = *h / height * width;
    }
    return false;
}

/* Larger than any image may be, where no int would hold it. */
static double bounded(double side)
{
    return fmin(side, 2.0 * SIDE_MAX);
}

static void show_all(struct resize_geometry *g, double width, double height)
{
    g->width = g->columns = rounded(bounded(width));
    g->height = g->rows = rounded(bounded(height));
}

static void pad(struct resize_geometry *g, const double *value)
{
    int gravity = (int)value[RESIZE_GRAVITY];
    g->width = (int)value[RESIZE_WIDTH];
    g->height = (int)value[RESIZE_HEIGHT];
    g->column = (int)floor((g->width - g->columns) * share_left[gravity]);
    g->row = (int)floor((g->height - g->rows) * share_above[gravity]);
}

static void crop(struct resize_geometry *g, const double *value, double scale)
{
    int gravity = (int)value[RESIZE_GRAVITY];
    double width = g->shown_width, height = g->shown_height;
    show_all(g, fmin(width * scale, value[RESIZE_WIDTH]),
             fmin(height * scale, value[RESIZE_HEIGHT]));
    g->shown_width = fmin(g->width / scale, width);
    g->shown_height = fmin(g->height / scale, height);
    g->left = (width - g->shown_width) * share_left[gravity];
    g->top = (height - g->shown_height) * share_above[gravity];
}

struct resize_geometry resize_fit(const double *value, int width, int height)
{
    struct resize_geometry g = {.shown_width = width, .shown_height = height};
    double w, h, limit = value[RESIZE_NO_ENLARGE] > 0 ? 1 : HUGE_VAL;
    bool box = find_target(value, width, height, &w, &h);
    enum resize_fit fit = box ? (enum resize_fit)value[RESIZE_FIT] : FIT_CONTAIN;
    double x = w / width, y = h / height;
    if (fit == FIT_FILL) {
        show_all(&g, width * fmin(x, limit), height * fmin(y, limit));
        return g;
    }
    bool around = fit == FIT_COVER || fit == FIT_OUTSIDE;
    double scale = fmin(around ? fmax(x, y) : fmin(x, y), limit);
    if (fit == FIT_COVER)
        crop(&g, value, scale);
    else
        show_all(&g, width * scale, height * scale);
    if (fit == FIT_PAD)
        pad(&g, value);
    return g;
}
