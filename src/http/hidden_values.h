// Values that may be shown nowhere, whatever name they stand under: the secrets that somebody has named.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>

namespace acrida::http {

class ACRIDA_API HiddenValues {
 public:
  // Hides the value as it is, and as it stands in JSON (also in pure ASCII, and when its bytes were taken for
  // Latin-1), in HTML, in a URL and in a form. An empty one hides nothing.
  void add(std::string_view value);

  bool empty() const { return forms_.empty(); }
  // The text with *** in place of each; when that is longer than `most` bytes, its front, and a little more.
  std::string masked(std::string_view text, std::size_t most = std::string_view::npos) const;

 private:
  std::vector<std::string> forms_;  // the longest first, so that no part of one is left
};

}  // namespace acrida::http
