/* SHA-256 of bytes in memory (FIPS 180-4), for lists that say what a download must be. */
#ifndef PARALLAX_COMMON_SHA256_H
#define PARALLAX_COMMON_SHA256_H

#include <stddef.h>

enum { SHA256_TEXT = 65 };

/* 64 hexadecimal digits in lower case, and a NUL byte. */
void sha256_text(const void *data, size_t size, char text[SHA256_TEXT]);

#endif
