// Sends the same patient again and again, as fast as the answers come: POST /predict with data/payload.json.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <acrida/acrida.h>
using namespace acrida;

namespace {

// Found beside this file, wherever the test is started from.
std::string payload() {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "../data/payload.json";
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return text.str();
}

}  // namespace

class FixedPayloadUser : public HttpUser {
 public:
  FixedPayloadUser() { task(&FixedPayloadUser::predict); }

  Task<> predict() {
    static const std::string patient = payload();  // read once, shared by all users
    co_await client().post("/predict").json(patient);
  }
};

ACRIDA_USERS(FixedPayloadUser)
