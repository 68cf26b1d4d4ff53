/* Which addresses of networks are not for everybody: RFC 6890 and its registry. */
#include "drivers/io/address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

static bool is_private_4(uint32_t address)
{
    static const struct {
        uint32_t network;
        int bits;
    } networks[] = {
        {0x00000000, 8},  /* this network */
        {0x0a000000, 8},  /* private */
        {0x64400000, 10}, /* shared by a provider's customers */
        {0x7f000000, 8},  /* loopback */
        {0xa9fe0000, 16}, /* link-local; metadata of clouds */
        {0xac100000, 12}, /* private */
        {0xc0000000, 24}, /* of protocols */
        {0xc0a80000, 16}, /* private */
        {0xc6120000, 15}, /* benchmarks */
        {0xe0000000, 3},  /* multicast, reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof networks / sizeof *networks; ++i)
        if ((address ^ networks[i].network) >> (32 - networks[i].bits) == 0)
            return true;
    return false;
}

static uint32_t number_of(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool begins_with(const uint8_t *address, const uint8_t *prefix, size_t bytes)
{
    return memcmp(address, prefix, bytes) == 0;
}

static bool is_private_6(const uint8_t *address)
{
    static const uint8_t zeros[12] = {0}, mapped[12] = {[10] = 0xff, [11] = 0xff};
    static const uint8_t translated[12] = {0x00, 0x64, 0xff, 0x9b}, six_to_four[2] = {0x20, 0x02};
    static const uint8_t tunnel[4] = {0x20, 0x01, 0, 0},
                         local_translated[6] = {0, 0x64, 0xff, 0x9b, 0, 1};
    if (begins_with(address, zeros, 12)) /* ::, ::1, and IPv4 as it once was written */
        return true;
    if (begins_with(address, mapped, 12) || begins_with(address, translated, 12))
        return is_private_4(number_of(address + 12));
    if (begins_with(address, six_to_four, 2))
        return is_private_4(number_of(address + 2));
    if (begins_with(address, tunnel, 4) || begins_with(address, local_translated, 6))
        return true;
    bool unique_local = (address[0] & 0xfe) == 0xfc;
    bool link_or_site_local = address[0] == 0xfe && (address[1] & 0x80) == 0x80;
    return unique_local || link_or_site_local || address[0] == 0xff;
}

bool address_is_private(const struct sockaddr *address, size_t size)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    if (address->sa_family == AF_INET && size >= sizeof four) {
        memcpy(&four, address, sizeof four);
        return is_private_4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6 && size >= sizeof six) {
        memcpy(&six, address, sizeof six);
        return is_private_6(six.sin6_addr.s6_addr);
    }
    return true;
}
