// Patients drawn anew for every request, four valid ones to one with a field missing, which the server must
// refuse.
#include <array>
#include <cmath>
#include <string>

#include <acrida/acrida.h>
using namespace acrida;

namespace {

struct Field {
  const char* name;
  int low, high;
};
constexpr std::array kFields{
    Field{"sex", 0, 1},      Field{"cp", 0, 3},   Field{"restecg", 0, 1},    Field{"ca", 0, 3},
    Field{"slope", 0, 2},    Field{"thal", 0, 3}, Field{"age", 18, 100},     Field{"trestbps", 90, 200},
    Field{"chol", 100, 600}, Field{"fbs", 0, 1},  Field{"thalach", 60, 200}, Field{"exang", 0, 1},
};
constexpr int kOldpeak =
    static_cast<int>(kFields.size());  // the thirteenth field, the only one with decimals

}  // namespace

class Patient : public HttpUser {
 public:
  Patient() {
    wait_time(between(100ms, 500ms));
    task(4, &Patient::valid);
    task(1, &Patient::missing_field);
  }

  Task<> valid() { co_await client().post("/predict").json(random_patient()).payload_class("valid"); }

  Task<> missing_field() {
    const auto left_out = static_cast<int>(random().integer(0, kOldpeak));
    Response answer = co_await client()
                          .post("/predict")
                          .json(random_patient(left_out))
                          .named("/predict [invalid]")
                          .payload_class("malformed")
                          .check();
    if (answer.status() == 400) {
      answer.success();
    } else {
      answer.failure("expected 400, got {}", answer.status());
    }
  }

 private:
  std::string random_patient(int left_out = -1) {
    JsonObject patient;
    for (int i = 0; i < kOldpeak; ++i) {
      const Field& field = kFields[static_cast<std::size_t>(i)];
      const auto value = random().integer(field.low, field.high);
      if (i != left_out) patient.set(field.name, value);
    }
    if (left_out != kOldpeak) patient.set("oldpeak", std::round(random().real(0, 7) * 10) / 10);
    return patient.text();
  }
};

ACRIDA_USERS(Patient)
