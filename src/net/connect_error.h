// Why a host could not be connected to, out of what went wrong with each of its addresses.
#pragma once

#include <string>

#include "net/address.h"

namespace acrida::net {

class ConnectError {
 public:
  // An errno of connecting to `to`. Of several errors the one that says most is kept: that somebody is there
  // and refuses; then what went wrong; then that this machine cannot reach addresses of that kind at all.
  void note(int error, const Address& to);

  bool refused() const { return weight_ == Weight::refused; }
  // The same words for the same trouble; with the cure when it is this machine that can do no more.
  const std::string& text() const { return text_; }

 private:
  enum class Weight { none, no_way, failed, refused };

  Weight weight_ = Weight::none;
  std::string text_;
};

}  // namespace acrida::net
