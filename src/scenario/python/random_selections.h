// Random items of sequences as the functions of Python's `random` choose them, for arguments that are plain:
// lists, tuples, strings and ranges, none of a class of one's own.
#pragma once

#include "scenario/python/random_numbers.h"

namespace acrida::scenario::python {

Drawn choice(const Call& call);
Drawn choices(const Call& call);
Drawn sample(const Call& call);
Drawn shuffle(const Call& call);

}  // namespace acrida::scenario::python
