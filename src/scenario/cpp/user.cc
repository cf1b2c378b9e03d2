#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <acrida/user.h>

#include "base/result.h"
#include "load/load_text.h"
#include "load/shape_text.h"
#include "scenario/cpp/user_state.h"

namespace acrida {
namespace {

template <class T>
T value_or_complain(base::Result<T> result, std::string_view function, std::string_view text) {
  if (!result)
    throw std::invalid_argument(fmt::format("{}(\"{}\"): {}", function, text, result.error().message));
  return *std::move(result);
}

}  // namespace

User::User() : own_state_(std::move(detail::prepared().own)) {
  if (!own_state_) throw std::logic_error("a user cannot stand inside a set of tasks");
}
User::~User() = default;
HttpUser::HttpUser() : client_(state()) {}

void User::weight(double share) {
  if (share < 0) throw std::invalid_argument("the weight of a user class may not be negative");
  if (auto* definition = own_state_->being_told()) definition->weight = share;
}

void User::fixed_count(unsigned users) {
  if (auto* definition = own_state_->being_told()) definition->fixed_count = users;
}

void User::host(std::string_view base_url) {
  if (auto* definition = own_state_->being_told()) definition->host = base_url;
}

void User::rate(double per_second) {
  if (!(per_second > 0 && per_second <= load::kHighestLevel)) {
    throw std::invalid_argument(
        fmt::format("rate({}): arrivals a second are above 0, and at most 10 million", per_second));
  }
  if (auto* definition = own_state_->being_told())
    definition->stream.emplace().rate = load::Shape(per_second);
}

void User::rate(std::string_view shape) {
  auto* const definition = own_state_->being_told();
  if (definition != nullptr) definition->stream = value_or_complain(load::parse_rate(shape), "rate", shape);
}

void User::arrivals(Arrivals kind) {
  if (auto* definition = own_state_->being_told())
    definition->arrivals = kind == Arrivals::poisson ? load::Arrivals::poisson : load::Arrivals::constant;
}

void User::users(std::string_view shape) {
  auto* const definition = own_state_->being_told();
  if (definition != nullptr) definition->users = value_or_complain(load::parse_users(shape), "users", shape);
}

}  // namespace acrida
