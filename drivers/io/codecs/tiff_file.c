/* TIFF files in memory, through libtiff. */
#include "drivers/io/codecs/tiff_file.h"

#include <stdio.h>
#include <string.h>

static int on_error(TIFF *tiff, void *context, const char *module, const char *format, va_list list)
{
    (void)tiff, (void)module;
    struct tiff_file *file = context;
    char message[sizeof file->message];
    vsnprintf(message, sizeof message, format, list);
    if (strstr(message, "emory") || strstr(message, "No space"))
        file->no_memory = true;
    if (!*file->message)
        memcpy(file->message, message, sizeof message);
    return 1; /* and nobody else is told */
}

static int on_warning(TIFF *tiff, void *context, const char *module, const char *format,
                      va_list list)
{
    (void)tiff, (void)module, (void)list;
    struct tiff_file *file = context;
    if (strstr(format, "calculating from imagelength"))
        file->estimated = true;
    return 1;
}

static tmsize_t on_read(thandle_t handle, void *data, tmsize_t size)
{
    struct tiff_file *file = handle;
    size_t end = file->in ? file->in->size : file->out->size;
    const uint8_t *from = file->in ? file->in->data : file->out->data;
    size_t rest = file->position < end ? end - file->position : 0;
    size_t count = (size_t)size < rest ? (size_t)size : rest;
    if (count)
        memcpy(data, from + file->position, count);
    file->position += count;
    return (tmsize_t)count;
}

/* Behind the end there may be a gap: libtiff seeks forward and then writes. */
static tmsize_t on_write(thandle_t handle, void *data, tmsize_t size)
{
    struct tiff_file *file = handle;
    struct bytes *out = file->out;
    if (!out)
        return -1;
    static const uint8_t zeros[64];
    while (out->size < file->position) {
        size_t gap = file->position - out->size;
        if (bytes_append(out, zeros, gap < sizeof zeros ? gap : sizeof zeros)) {
            file->no_memory = true;
            return -1;
        }
    }
    size_t over = out->size - file->position, count = (size_t)size;
    over = over < count ? over : count;
    if (over)
        memcpy(out->data + file->position, data, over);
    if (bytes_append(out, (const uint8_t *)data + over, count - over)) {
        file->no_memory = true;
        return -1;
    }
    file->position += count;
    return size;
}

static toff_t on_size(thandle_t handle)
{
    struct tiff_file *file = handle;
    return file->in ? file->in->size : file->out->size;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence)
{
    struct tiff_file *file = handle;
    if (whence == SEEK_CUR)
        offset += file->position;
    else if (whence == SEEK_END)
        offset += on_size(handle);
    file->position = (size_t)offset;
    return offset;
}

static int on_close(thandle_t handle)
{
    (void)handle;
    return 0;
}

static int on_map(thandle_t handle, void **base, toff_t *size)
{
    struct tiff_file *file = handle;
    if (!file->in)
        return 0;
    *base = file->in->data;
    *size = file->in->size;
    return 1;
}

static void on_unmap(thandle_t handle, void *base, toff_t size)
{
    (void)handle, (void)base, (void)size;
}

static int open_file(struct tiff_file *file, const char *mode, int64_t max_bytes)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) {
        file->no_memory = true;
        return -1;
    }
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, file);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, file);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)max_bytes);
    file->tiff = TIFFClientOpenExt("", mode, file, on_read, on_write, on_seek, on_close, on_size,
                                   on_map, on_unmap, options);
    TIFFOpenOptionsFree(options);
    return file->tiff ? 0 : -1;
}

int tiff_file_read(struct tiff_file *file, const struct bytes *in, int64_t max_bytes)
{
    *file = (struct tiff_file){.in = in};
    return open_file(file, "r", max_bytes);
}

int tiff_file_write(struct tiff_file *file, struct bytes *out, const char *mode)
{
    *file = (struct tiff_file){.out = out};
    out->size = 0;
    return open_file(file, mode, 0);
}

void tiff_file_close(struct tiff_file *file)
{
    if (file->tiff)
        TIFFClose(file->tiff);
    file->tiff = NULL;
}
