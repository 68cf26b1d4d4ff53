/* Unit tests of what goes with a picture into its output. */
#include "drivers/job/picture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/codecs/metadata.h"

/* XMP that is too long as it stands is passed over, even where taking out a preview would do. */
static void long_xmp_is_passed_over_before_any_work(void **state)
{
    (void)state;
    static const char head[] = "<rdf:RDF><xmp:Thumbnails>", tail[] = "</xmp:Thumbnails></rdf:RDF>";
    const struct codec_options options = {.keep = METADATA_ALL};
    const struct codec format = {.writes_xmp = true};
    for (size_t more = 0; more < 2; ++more) {
        size_t size = METADATA_XMP_MAX + more, behind = size - (sizeof tail - 1);
        uint8_t *xmp = malloc(size);
        assert_non_null(xmp);
        memset(xmp, 'a', size);
        memcpy(xmp, head, sizeof head - 1);
        memcpy(xmp + behind, tail, sizeof tail - 1);
        struct picture picture = {.metadata.xmp = {xmp, size}};
        struct encode_options encode = {.quality = 90};
        picture_embed(&picture, &options, &format, (struct shape){40, 30, 3}, &encode);
        assert_int_equal(encode.xmp.size, more ? 0 : strlen("<rdf:RDF></rdf:RDF>"));
        assert_int_equal(!picture.passed_over, !more);
        assert_int_equal(picture.xmp.capacity == 0, more);
        picture_free(&picture);
        free(xmp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_xmp_is_passed_over_before_any_work),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
