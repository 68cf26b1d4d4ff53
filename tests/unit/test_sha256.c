/* Unit tests of sha256: the standard's examples, and all lengths of the last block. */
#include "drivers/common/sha256.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const void *data, size_t size, const char *wanted)
{
    char text[SHA256_TEXT];
    sha256_text(data, size, text);
    assert_string_equal(text, wanted);
}

static void examples_of_the_standard(void **state)
{
    (void)state;
    static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    expect("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(two, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

/* The hash of the hashes of 0 to 199 letters, as Python's hashlib has it. */
static void every_length_of_the_last_block(void **state)
{
    (void)state;
    char letters[200], all[200 * (SHA256_TEXT - 1) + 1];
    memset(letters, 'x', sizeof letters);
    for (size_t size = 0; size < sizeof letters; ++size)
        sha256_text(letters, size, all + size * (SHA256_TEXT - 1));
    expect(all, sizeof all - 1, "f61ffcc417e1f0e59eba2da7fa32fbe05b64e478b68c6bacf990455f00248b98");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_standard),
        cmocka_unit_test(every_length_of_the_last_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
