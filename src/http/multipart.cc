#include "http/multipart.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "http/media_type.h"

namespace acrida::http {
namespace {

// As browsers do it.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    switch (c) {
      case '"': out += "%22"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace

MultipartForm::MultipartForm(Random& random) : random_(random) { draw_boundary(); }

void MultipartForm::draw_boundary() {
  const auto first = random_(), second = random_();
  boundary_ = fmt::format("--------------------{:016x}{:016x}", first, second);
}

void MultipartForm::add_field(std::string_view name, std::string_view value) {
  add(fmt::format("Content-Disposition: form-data; name=\"{}\"\r\n\r\n{}", escaped(name), value));
}

void MultipartForm::add_file(std::string_view field, std::string_view filename, std::string_view bytes,
                             std::string_view content_type) {
  std::string type(content_type.empty() ? media_type_of(filename) : content_type);
  std::replace_if(
      type.begin(), type.end(),
      [](const char& c) {
        return base::has_control_character({&c, 1});
      },
      ' ');
  add(fmt::format(
      "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n{}",
      escaped(field), escaped(filename), type, bytes));
}

void MultipartForm::add(std::string part) {
  parts_.push_back(std::move(part));
  const auto holds_boundary = [&](const std::string& each) {
    return each.find(boundary_) != std::string::npos;
  };
  if (!holds_boundary(parts_.back())) return;
  do draw_boundary();
  while (std::any_of(parts_.begin(), parts_.end(), holds_boundary));
}

std::string MultipartForm::body() const {
  std::size_t size = boundary_.size() + 6;
  for (const auto& each : parts_) size += each.size() + boundary_.size() + 6;
  std::string body;
  body.reserve(size);
  for (const auto& each : parts_) ((((body += "--") += boundary_) += "\r\n") += each) += "\r\n";
  return ((body += "--") += boundary_) += "--\r\n";
}

std::string MultipartForm::content_type() const { return "multipart/form-data; boundary=" + boundary_; }

}  // namespace acrida::http
