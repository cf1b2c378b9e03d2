// Every way that a test cuts a message into the pieces that a network might deliver.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace acrida::http::h1 {

using Pieces = std::vector<std::string_view>;

// Whole; cut once at every place; in pieces of every size.
inline std::vector<Pieces> every_split(std::string_view text) {
  std::vector<Pieces> splits{{text}};
  for (std::size_t at = 1; at < text.size(); ++at) splits.push_back({text.substr(0, at), text.substr(at)});
  for (std::size_t size = 1; size < text.size(); ++size) {
    Pieces& pieces = splits.emplace_back();
    for (std::size_t at = 0; at < text.size(); at += size) pieces.push_back(text.substr(at, size));
  }
  return splits;
}

}  // namespace acrida::http::h1
