#include "http/hidden_values.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <acrida/json.h>

#include "http/url.h"

namespace acrida::http {

namespace {

std::string in_json(std::string_view value) {
  std::string text;
  detail::append_json_string(text, value);
  return text.substr(1, text.size() - 2);
}

std::string replaced(std::string text, std::string_view each, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(each, at)) != std::string::npos; at += by.size())
    text.replace(at, each.size(), by);
  return text;
}

void append_escape(std::string& out, std::uint32_t unit, bool capital) {
  if (capital) {
    fmt::format_to(std::back_inserter(out), "\\u{:04X}", unit);
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit);
  }
}

// JSON in pure ASCII. `bytes`: each byte is taken for a character of its own, as in Latin-1.
std::string in_ascii_json(std::string_view json, bool bytes, bool capital) {
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto first = static_cast<unsigned char>(json[i]);
    if (first < 0x80 || bytes) {
      if (first < 0x80) {
        out += json[i];
      } else {
        append_escape(out, first, capital);
      }
      continue;
    }
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    std::uint32_t character = first & (0x3fu >> more);
    for (int k = 0; k < more && i + 1 < json.size(); ++k)
      character = (character << 6) | (static_cast<unsigned char>(json[++i]) & 0x3fu);
    if (character >= 0x10000) {
      append_escape(out, 0xd800 + ((character - 0x10000) >> 10), capital);
      append_escape(out, 0xdc00 + ((character - 0x10000) & 0x3ff), capital);
    } else {
      append_escape(out, character, capital);
    }
  }
  return out;
}

std::string in_html(std::string_view value) {
  std::string text = replaced(std::string(value), "&", "&amp;");
  for (const auto& [each, by] : {std::pair{"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}})
    text = replaced(text, each, by);
  return text;
}

}  // namespace

void HiddenValues::add(std::string_view value) {
  if (value.empty()) return;
  const std::string json = in_json(value);
  std::string url;
  append_percent_encoded(url, value);
  std::vector<std::string> forms{std::string(value), json, replaced(json, "/", "\\/"),
                                 in_html(value),     url,  replaced(url, "%20", "+")};
  for (const bool bytes : {false, true}) {
    for (const bool capital : {false, true}) forms.push_back(in_ascii_json(json, bytes, capital));
  }
  for (std::size_t i = 0, plain = forms.size(); i < plain; ++i) {
    // JSON is often sent within JSON, which may have been made pure ASCII on the way.
    for (const bool bytes : {false, true}) {
      forms.push_back(in_ascii_json(in_json(forms[i]), bytes, false));
      forms.push_back(in_ascii_json(in_json(forms[i]), bytes, true));
    }
    forms.push_back(in_json(forms[i]));
  }
  for (auto& form : forms) {
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) forms_.push_back(std::move(form));
  }
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string HiddenValues::masked(std::string_view text, std::size_t most) const {
  std::string out;
  constexpr std::size_t kLongestCharacter = 4;  // so that a cut at `most` does not go through one unseen
  while (!text.empty() && (most == std::string_view::npos || out.size() < most + kLongestCharacter)) {
    const auto hidden =
        std::find_if(forms_.begin(), forms_.end(), [&](const auto& form) { return text.starts_with(form); });
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
