#pragma once

/// XXH3, whose functions its header holds themselves, so that no library is linked for them.
#define XXH_INLINE_ALL // NOLINT: asks the header for that
#include <xxhash.h>
