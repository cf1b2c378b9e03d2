// What the others of this folder are compared with.
#include <acrida/acrida.h>
using namespace acrida;

class Plain : public HttpUser {
 public:
  Plain() { task(&Plain::health); }

  Task<> health() { co_await client().get("/health"); }
};

ACRIDA_USERS(Plain)
