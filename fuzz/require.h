// What must hold for every input; a fuzzer that only looks for crashes misses the wrong answers.
#pragma once

#include <cstdio>
#include <cstdlib>

#define REQUIRE(truth)                                                                \
  do {                                                                                \
    if (!(truth)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #truth); \
      std::abort();                                                                   \
    }                                                                                 \
  } while (false)
