// Two classes of users that send the patient of data/payload.json to POST /predict again and again, as fast
// as the answers come.
#include <acrida/acrida.h>

#include "payload.h"
using namespace acrida;

class Poster : public HttpUser {
 public:
  Poster() { task(&Poster::predict); }

  Task<> predict() { co_await client().post("/predict").json(payload()); }
};

class OtherPoster : public Poster {};

ACRIDA_USERS(Poster, OtherPoster)
