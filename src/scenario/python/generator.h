// The random numbers that the functions of Python's module `random` share: one Mersenne Twister a process,
// drawn from as those functions draw, so that a seed gives the same numbers whoever asks for them.
#pragma once

#include <cstdint>

#include "scenario/python/object.h"

namespace acrida::scenario::python {

class Generator {
 public:
  // The generator of this process, looked up at the first call; null with an exception set if `random` has
  // none.
  static Generator* shared();

  // Sets `drawn` to an integer in [0, bound), as random._randbelow(bound) draws it. bound: 1 and more. False:
  // an exception is set.
  bool below(std::uint64_t bound, std::uint64_t& drawn);
  // Sets `drawn` to a number in [0, 1), as random.random() draws it. False: an exception is set.
  bool real(double& drawn);

 private:
  bool find();

  PyObject* self_ = nullptr;           // random._inst, kept for as long as the process lives
  PyCFunction getrandbits_ = nullptr;  // its method: draws that many bits
  PyCFunction random_ = nullptr;
  PyObject* widths_[65] = {};  // 0 to 64, as objects
};

}  // namespace acrida::scenario::python
