// Files each request under a name of its own.
#include <acrida/acrida.h>
using namespace acrida;

class Namer : public HttpUser {
 public:
  Namer() { task(&Namer::health); }

  Task<> health() { co_await client().get("/health").named("/health [as named]"); }
};

ACRIDA_USERS(Namer)
