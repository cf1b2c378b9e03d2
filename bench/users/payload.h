// The patient of data/payload.json, read once.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

inline const std::string& payload() {
  static const std::string text = [] {
    const auto path = std::filesystem::path(__FILE__).parent_path() / "../../data/payload.json";
    std::ifstream file(path);
    std::string read(std::istreambuf_iterator<char>(file), {});
    if (read.empty()) throw std::runtime_error("cannot read " + path.string());
    return read;
  }();
  return text;
}
