#include <stdexcept>
#include <utility>

#include <acrida/user.h>

#include "scenario/cpp/user_state.h"

namespace acrida {

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

}  // namespace acrida
