/* Addresses of networks: which of them are not for everybody. */
#ifndef PARALLAX_IO_ADDRESS_H
#define PARALLAX_IO_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether a URL from anywhere must not lead there: loopback, private, link-local, shared and
 * multicast addresses, those of no network at all, IPv6 addresses that stand for such ones of IPv4,
 * and any of another family. `size`: of what *address is the beginning. */
bool address_is_private(const struct sockaddr *address, size_t size);

#endif
