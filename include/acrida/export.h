// What a users file, the programs and the Python extension may link against: everything else in libacrida.so
// is hidden.
#pragma once

#define ACRIDA_API __attribute__((visibility("default")))
