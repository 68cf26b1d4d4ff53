/* Where results of targets go. */
#include "tests/fuzz/fuzz.h"

volatile unsigned fuzz_sink;
