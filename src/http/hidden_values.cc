#include "http/hidden_values.h"

#include <algorithm>

#include <acrida/json.h>

#include "http/url.h"

namespace acrida::http {

void HiddenValues::add(std::string_view value) {
  if (value.empty()) return;
  std::string in_json, in_url;
  detail::append_json_string(in_json, value);
  append_percent_encoded(in_url, value);
  std::string in_form = in_url;  // where a blank is a plus
  for (std::size_t at = 0; (at = in_form.find("%20", at)) != std::string::npos;) in_form.replace(at, 3, "+");
  std::string in_slashed_json;  // some write \/ for /
  for (const char c : in_json) in_slashed_json += c == '/' ? "\\/" : std::string(1, c);
  for (const auto& form :
       {std::string(value), in_json.substr(1, in_json.size() - 2), in_url, in_form,
        in_slashed_json.substr(1, in_slashed_json.size() - 2)}) {
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) forms_.push_back(form);
  }
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string HiddenValues::masked(std::string_view text, std::size_t most) const {
  std::string out;
  constexpr std::size_t kLongestCharacter = 4;  // so that a cut at `most` does not go through one unseen
  while (!text.empty() && (most == std::string_view::npos || out.size() < most + kLongestCharacter)) {
    const auto hidden = std::find_if(forms_.begin(), forms_.end(),
                                     [&](const auto& form) { return text.starts_with(form); });
    if (hidden != forms_.end()) {
      out += "***";
      text.remove_prefix(hidden->size());
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace acrida::http
