/* Image formats: bytes in memory to pixels and back. One file per format, each one vtable. */
#ifndef PARALLAX_IO_CODECS_CODEC_H
#define PARALLAX_IO_CODECS_CODEC_H

#include "drivers/common/failure.h"
#include "drivers/common/option.h"
#include "drivers/io/bytes.h"
#include "drivers/io/codecs/metadata.h"
#include "kernels/image.h"

/* Which way up pictures are done: as their EXIF says; as stored, and the EXIF goes on saying it; as
 * stored, whatever it says. */
enum orient { ORIENT_AUTO, ORIENT_KEEP, ORIENT_IGNORE };

/* What becomes of a colour profile: it goes with the pixels; they are converted to sRGB; it is
 * dropped. */
enum icc { ICC_KEEP, ICC_STANDARD, ICC_STRIP };

/* Which metadata go with a picture. */
enum keep_metadata { METADATA_NONE, METADATA_ICC, METADATA_EXIF, METADATA_ALL };

struct decode_options {
    int allow_truncated; /* a file that ends early is a picture with a grey rest, not a failure */
    int allow_damaged;   /* so is one with other damage what its decoder makes of it; goes with
                            allow_truncated */
    int orient, icc;     /* enum orient, enum icc; for who calls decode() */
    int shrink_on_load;  /* for who calls decode(): to ask for no more than is enough */
    int inks;            /* read by start() and decode(), of a file whose facts say inks: its pixels
                            stay inks, 4 samples each, how much light each ink lets through */
    int64_t max_pixels; /* an image with more (as stored) is refused before anything is allocated */
    int64_t max_bytes;  /* of memory that one decoding may take, pixels included; 0: no limit */
};

/* How many samples of colour there are for one of brightness; auto: all from quality 90 on, where
 * a quarter of them would be what is seen first, else a quarter. */
enum chroma { CHROMA_AUTO, CHROMA_444, CHROMA_422, CHROMA_420 };

/* How one picture is to be written. What a format has no use for, it passes over. */
struct encode_options {
    int quality;         /* 1..100, for lossy formats */
    int chroma;          /* enum chroma, for those of them that have several */
    int lossless;        /* for formats that can do both */
    int progressive;     /* in several scans, from coarse to fine */
    uint32_t background; /* 0xRRGGBBAA: what a format without alpha shows behind the image; its own
                            alpha is not looked at */
    const char *name; /* the file's, whose ending may choose between kinds of a format; or NULL */
    /* Written as they are: EXIF from its byte order mark ("II", "MM") on, at most
     * METADATA_EXIF_MAX bytes; a profile for the image's channels, at most METADATA_ICC_MAX. */
    struct bytes_part exif, icc;
    struct bytes_part xmp; /* at most METADATA_XMP_MAX bytes */
};

/* What codecs are asked for. Which of it is whose, their lists of options say. */
struct codec_options {
    struct decode_options decode;
    struct encode_options encode; /* without metadata, which each picture has of its own */
    int keep;                     /* enum keep_metadata */
    int format;                   /* index into codec_format_names; 0: as the file's name says */
};

/* What opening a file tells, from its header alone. */
struct codec_facts {
    struct shape shape; /* as stored, 8 bits a sample */
    bool more_pages;    /* or frames, of an animation: only the first is read */
    bool in_rows;       /* its rows can be had one after the other: start() and rows() */
    bool inks;          /* stored are cyan, magenta, yellow and black; decoded, they become RGB */
};

/* What decoding in rows makes. */
struct codec_rows {
    struct shape shape;
    double bytes; /* of memory that the decoder takes beside them, */
    double parts; /* and so many more where they are asked for in several calls */
};

/* All functions are reentrant and report a failure with stage "decode" or "encode". Files are read
 * by a reader: reader.h. */
struct codec {
    const char *name;              /* "jpeg", "png", "pnm": --format's choices */
    int revision;                  /* from 1; raised by every commit that changes decoded pixels */
    const char *const *extensions; /* lower case, without dot, NULL-terminated; [0] is the usual one
                                    */
    int side_max;                  /* the format's longest side in pixels */
    /* Its own options, of struct codec_options, for reading and for writing; NULL: none. */
    const struct option_entry *read_options, *write_options;
    /* Writes the library's name and version, "libpng 1.6.39"; NULL: no library. */
    void (*version)(char *text, size_t size);
    /* Whether these first bytes (size may be 0) are this format's. */
    bool (*sniff)(const uint8_t *data, size_t size);
    /* What encode() has a place for. */
    bool writes_orientation, writes_exif, writes_icc, writes_xmp;
    /* The codec that does what follows, where its library is loaded late; NULL: this one. NULL with
     * *failure where it cannot be loaded. */
    const struct codec *(*load)(struct failure *failure);
    size_t state_size; /* bytes of what a reader keeps of an open file */
    /* Reads the header of `in`, which stays, as `options` do, until close(). `state` is zeroed.
     * Called also after a failure of open(): close(). */
    int (*open)(void *state, const struct bytes *in, const struct decode_options *options,
                struct codec_facts *facts, struct failure *failure);
    /* What the open file `in` says of its picture, into *metadata (zeroed, or of another file);
     * NULL: the format says nothing. `wanted`: of enum metadata_wanted, added up. Parts of it may
     * lie in `in`, none in `state`. */
    void (*metadata)(void *state, const struct bytes *in, unsigned wanted,
                     struct metadata *metadata);
    /* Decodes the open file, once, into *image (image_allocate()d, all of it). A codec that can
     * shrink while decoding returns its smallest image that is at least `enough` on both sides (its
     * channels are ignored); enough = the stored shape: no shrinking. After a failure the pixels of
     * *image mean nothing, its memory may be used again. Values with more than 8 bits are rounded:
     * 255 v / max to the nearest. Damage that costs no pixel, and whatever follows the last one, is
     * passed over. */
    int (*decode)(void *state, struct shape enough, struct image *image, struct failure *failure);
    /* In place of decode(), of a file whose facts say in_rows: start() decides what decoding makes
     * of it, without its pixels; then rows() decodes the next ones, up to all of them, into
     * `image`, which holds these rows whole. The last of them end the file as decode() does, and
     * what decode() passes over or makes grey, they do. A codec that has them for all its files
     * needs no decode(); NULL: none of its files has rows. */
    int (*start)(void *state, struct shape enough, struct codec_rows *rows,
                 struct failure *failure);
    int (*rows)(void *state, struct range rows, const struct image *image, struct failure *failure);
    /* Frees what the others hold; NULL: nothing. */
    void (*close)(void *state);
    /* Encodes all of `image` into *out (replaced). */
    int (*encode)(const struct image *image, const struct encode_options *options,
                  struct bytes *out, struct failure *failure);
};

extern const struct codec codec_jpeg, codec_png, codec_pnm, codec_tiff, codec_webp;

/* The codecs that were built in, NULL-terminated. */
extern const struct codec *const codecs[];

/* "name", then theirs in this order, NULL-terminated: the choices of --format. */
extern const char *const codec_format_names[];

/* What belongs to no single format. */
extern const struct option_entry codec_read_options[], codec_write_options[];

/* By content, of which the first bytes are enough; NULL: none knows it. */
const struct codec *codec_of_content(const struct bytes *bytes);
/* For who reads bytes that are to be decoded, before the rest of them is read (a
 * bytes_probe_fn): 0, or -1 with *failure, "unknown-format", if these first ones are no format's.
 */
int codec_probe(const struct bytes *first, struct failure *failure);
/* By the extension of a file name, in any case; NULL: none. */
const struct codec *codec_of_name(const char *name);
/* By codec name; NULL: none. */
const struct codec *codec_named(const char *name);

/* For codecs: 0 if an image of this size may be decoded, or -1 with *failure: "corrupt" for a side
 * below 1, "too-large" for one above SIDE_MAX or more than max_pixels. */
int codec_check_size(int64_t width, int64_t height, const struct decode_options *options,
                     struct failure *failure);

/* For codecs: 0 if decoding may take so many bytes, or -1 with *failure, "memory". */
int codec_check_memory(double bytes, const struct decode_options *options, struct failure *failure);

/* The failure of bytes that no codec knows, "unknown-format": names what they are, if the first of
 * them tell. Always -1. */
int codec_unknown(const struct bytes *bytes, struct failure *failure);

/* "libjpeg-turbo 2.1.5, libpng 1.6.39": into text, for the provenance. */
void codec_versions(char *text, size_t size);

/* All that decides what files decode to, "jpeg 1 libjpeg-turbo 2.1.5, png 1 libpng 1.6.39, pnm 1":
 * the revision of each codec that was built in, and its library; what converts colours. Cut to
 * `size` with the NUL. */
void codec_revisions(char *text, size_t size);

#endif
