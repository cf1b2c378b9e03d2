// Sends the patient of data/payload.json to POST /predict again and again, as fast as the answers come.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <acrida/acrida.h>
using namespace acrida;

namespace {

std::string payload() {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "../../data/payload.json";
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.empty()) throw std::runtime_error("cannot read " + path.string());
  return text;
}

}  // namespace

class Poster : public HttpUser {
 public:
  Poster() {
    wait_time(constant(0s));
    task(&Poster::predict);
  }

  Task<> predict() {
    static const std::string patient = payload();
    co_await client().post("/predict").json(patient);
  }
};

ACRIDA_USERS(Poster)
