// Sends a text that is ready: what built.cpp is compared with.
#include <acrida/acrida.h>

#include "../payload.h"
using namespace acrida;

class Poster : public HttpUser {
 public:
  Poster() { task(&Poster::predict); }

  Task<> predict() { co_await client().post("/predict").json(payload()); }
};

ACRIDA_USERS(Poster)
