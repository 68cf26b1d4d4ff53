/* Unit tests of address: where a URL from anywhere must not lead. */
#include "drivers/io/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool is_private(const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        return address_is_private((const struct sockaddr *)&four, sizeof four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return address_is_private((const struct sockaddr *)&six, sizeof six);
}

static void address_59_private_ones_are_known(void **state)
{
    (void)state;
    static const char *const texts[] = {"0.0.0.0",
                                        "10.1.2.3",
                                        "100.64.0.1",
                                        "100.127.255.255",
                                        "127.0.0.1",
                                        "127.255.255.255",
                                        "169.254.169.254",
                                        "172.16.0.1",
                                        "172.31.9.9",
                                        "192.0.0.8",
                                        "192.168.1.1",
                                        "198.18.0.1",
                                        "198.19.9.9",
                                        "224.0.0.1",
                                        "240.0.0.1",
                                        "255.255.255.255",
                                        "::",
                                        "::1",
                                        "::127.0.0.1",
                                        "::ffff:10.0.0.1",
                                        "64:ff9b::a00:1",
                                        "2002:7f00:1::1",
                                        "2001::1",
                                        "64:ff9b:1::1",
                                        "fc00::1",
                                        "fdff::1",
                                        "fe80::1",
                                        "fec0::1",
                                        "ff02::1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
        if (!is_private(texts[i]))
            fail_msg("%s is let through", texts[i]);
}

static void address_59_others_are_for_everybody(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "1.1.1.1",      "9.255.255.255", "11.0.0.1",       "100.63.255.255",   "100.128.0.1",
        "126.9.9.9",    "128.0.0.1",     "169.253.9.9",    "172.15.0.1",       "172.32.0.1",
        "192.0.1.1",    "192.169.0.1",   "198.17.0.1",     "198.20.0.1",       "223.255.255.255",
        "2606:4700::1", "2a00::1",       "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
        if (is_private(texts[i]))
            fail_msg("%s is refused", texts[i]);
}

static void address_59_of_other_families_are_refused(void **state)
{
    (void)state;
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr other = {.sa_family = AF_UNIX};
    four.sin_addr.s_addr = htonl(0x01010101);
    assert_false(address_is_private((const struct sockaddr *)&four, sizeof four));
    assert_true(address_is_private((const struct sockaddr *)&four, 4)); /* cut off */
    assert_true(address_is_private(&other, sizeof other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_59_private_ones_are_known),
        cmocka_unit_test(address_59_others_are_for_everybody),
        cmocka_unit_test(address_59_of_other_families_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
