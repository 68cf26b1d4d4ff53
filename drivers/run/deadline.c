/* The end of a batch job, before which a run is to stop. */
#include "drivers/run/deadline.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/common/number.h"

static timer_t timer;
static bool ticks;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Of a variable of the environment; NaN: it is not there, or says nothing. */
static double end_said(const char *name)
{
    const char *text = getenv(name);
    char *end;
    double value = text ? strtod(text, &end) : NAN;
    return text && *text && !*end && value > 0 && value < 1e11 ? value : NAN;
}

/* "1-02:03:04", "02:03:04", "03:04", as SLURM writes what is left; NaN: it is something else. */
static double seconds_of(const char *text)
{
    const char *dash = strchr(text, '-'), *clock = dash ? dash + 1 : text;
    unsigned days = 0, part[3] = {0, 0, 0};
    if (dash && sscanf(text, "%u-", &days) != 1)
        return NAN;
    int count = sscanf(clock, "%u:%u:%u", &part[0], &part[1], &part[2]);
    if (count < 2 || strspn(clock, "0123456789:\n") < strlen(clock))
        return NAN;
    double seconds = 0;
    for (int i = 0; i < count; ++i)
        seconds = 60 * seconds + part[i];
    return 86400.0 * days + seconds;
}

/* Of a variable of the environment; NULL: it is not there, or no number. */
static const char *number_said(const char *name)
{
    const char *text = getenv(name);
    bool number = text && *text && strspn(text, "0123456789") == strlen(text) && strlen(text) <= 20;
    return number ? text : NULL;
}

static double end_asked(void)
{
    const char *array = number_said("SLURM_ARRAY_JOB_ID"), *job = number_said("SLURM_JOB_ID");
    const char *task = number_said("SLURM_ARRAY_TASK_ID");
    bool one = array && task; /* the number of a task may be that of its whole array, too */
    char command[160], line[64] = "";
    if (!one && !job)
        return NAN;
    snprintf(command, sizeof command,
             "squeue --noheader --states=RUNNING --jobs %s%s%s --format %%L 2>/dev/null",
             one ? array : job, one ? "_" : "", one ? task : "");
    FILE *answer = popen(command, "r");
    if (!answer)
        return NAN;
    if (!fgets(line, sizeof line, answer))
        line[0] = '\0';
    pclose(answer);
    return now() + seconds_of(line);
}

static double end_of_job(void)
{
    double end = end_said("PARALLAX_END_TIME");
    if (isnan(end))
        end = end_said("SLURM_JOB_END_TIME");
    return isnan(end) ? end_asked() : end;
}

/* Says it in the clock that people have on the wall. */
static void describe(char *text, size_t size, double seconds, double end)
{
    char clock[32] = "";
    time_t stop = (time_t)(end - seconds);
    struct tm local;
    if (localtime_r(&stop, &local))
        strftime(clock, sizeof clock, "%Y-%m-%d %H:%M:%S", &local);
    snprintf(text, size, "stops at %s, %s s before the job's end", clock,
             number_exact(seconds).text);
}

const char *deadline_start(const struct team *team, double seconds)
{
    static char text[128];
    if (seconds <= 0 || team->rank > 0)
        return "";
    double end = end_of_job(), stop = end - seconds;
    if (isnan(end))
        return "--stop-before-end does nothing: neither PARALLAX_END_TIME nor SLURM says when this "
               "job ends";
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec when = {.it_value = {(time_t)stop, 0}};
    if (stop < 1) /* a time of 0 would be none */
        when.it_value.tv_sec = 1;
    ticks = timer_create(CLOCK_REALTIME, &event, &timer) == 0 &&
            timer_settime(timer, TIMER_ABSTIME, &when, NULL) == 0;
    if (!ticks)
        return "--stop-before-end does nothing: there is no timer";
    describe(text, sizeof text, seconds, end);
    return text;
}

void deadline_stop(void)
{
    if (ticks)
        timer_delete(timer);
    ticks = false;
}
