/* The samples of a PNM file: bits, bytes, pairs of bytes, and numbers in ASCII. */
#include "drivers/io/codecs/pnm_samples.h"

#include <string.h>

struct pnm_samples pnm_samples_of(const struct pnm_header *header, const struct bytes *in)
{
    return (struct pnm_samples){header, in->data + header->size, in->data + in->size, false};
}

/* Samples of a row. */
static size_t row_count(const struct pnm_header *header)
{
    return (size_t)(header->width * header->channels);
}

/* Bytes of a row; of plain ones the least, with the white space behind each number. */
static size_t row_bytes(const struct pnm_header *header)
{
    size_t count = row_count(header);
    if (header->bitmap)
        return header->plain ? count : (count + 7) / 8;
    return header->plain || header->maximum > 255 ? 2 * count : count;
}

bool pnm_samples_ended(const struct pnm_samples *samples)
{
    size_t rest = (size_t)(samples->end - samples->next);
    rest += samples->header->plain && !samples->header->bitmap; /* behind the last nothing must be
                                                                 */
    return rest / row_bytes(samples->header) < (size_t)samples->header->height;
}

static uint8_t scale(unsigned value, unsigned maximum)
{
    return (uint8_t)((255 * value + maximum / 2) / maximum);
}

static size_t read_bits(struct pnm_samples *samples, uint8_t *row, size_t count)
{
    size_t there = 8 * (size_t)(samples->end - samples->next);
    count = count < there ? count : there;
    for (size_t i = 0; i < count; ++i)
        row[i] = samples->next[i / 8] & 0x80 >> i % 8 ? 0 : 255;
    samples->next += (count + 7) / 8;
    return count;
}

static size_t read_bytes(struct pnm_samples *samples, uint8_t *row, size_t count)
{
    unsigned maximum = (unsigned)samples->header->maximum;
    size_t depth = maximum > 255 ? 2 : 1, there = (size_t)(samples->end - samples->next) / depth;
    const uint8_t *stored = samples->next;
    count = count < there ? count : there;
    samples->next += count * depth;
    if (maximum == 255) {
        memcpy(row, stored, count);
        return count;
    }
    for (size_t i = 0; i < count; ++i) {
        unsigned value = depth == 2 ? stored[2 * i] * 256u + stored[2 * i + 1] : stored[i];
        row[i] = scale(value > maximum ? maximum : value, maximum);
    }
    return count;
}

/* The digits of P1, with or without white space between them. */
static size_t read_digits(struct pnm_samples *samples, uint8_t *row, size_t count)
{
    for (size_t i = 0; i < count; ++i) {
        samples->next = pnm_header_skip(samples->next, samples->end);
        if (samples->next == samples->end)
            return i;
        if (*samples->next != '0' && *samples->next != '1') {
            samples->damaged = true;
            samples->next = samples->end;
            return i;
        }
        row[i] = *samples->next++ == '1' ? 0 : 255;
    }
    return count;
}

static size_t read_numbers(struct pnm_samples *samples, uint8_t *row, size_t count)
{
    unsigned maximum = (unsigned)samples->header->maximum;
    const uint8_t *next = samples->next, *end = samples->end;
    for (size_t i = 0; i < count; ++i) {
        unsigned value = 0;
        next = pnm_header_skip(next, end);
        samples->next = next;
        for (; next < end && *next >= '0' && *next <= '9'; ++next)
            value = value > maximum ? value : 10 * value + *next - '0';
        bool number = next > samples->next;
        if (value > maximum || (next < end && !pnm_header_space(*next) && *next != '#'))
            samples->damaged = true;
        if (!number) {
            samples->next = end;
            return i;
        }
        row[i] = scale(value > maximum ? maximum : value, maximum);
    }
    samples->next = next;
    return count;
}

size_t pnm_samples_read(struct pnm_samples *samples, uint8_t *row)
{
    size_t count = row_count(samples->header);
    if (samples->header->bitmap)
        return (samples->header->plain ? read_digits : read_bits)(samples, row, count);
    return (samples->header->plain ? read_numbers : read_bytes)(samples, row, count);
}
