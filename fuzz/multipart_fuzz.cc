// Forms with files: whatever stands in them, a reader that knows only the rules of multipart finds exactly
// that.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input.h"
#include "fuzz/require.h"
#include "http/multipart.h"

namespace {

struct Part {
  std::string head, content;
  bool guessed = false;  // the type, which is left out here
  bool operator==(const Part& other) const { return head == other.head && content == other.content; }
};

// Between "--boundary" lines; the lines begin with the line break before them.
std::vector<Part> read(std::string body, const std::string& boundary) {
  const std::string line = "\r\n--" + boundary;
  std::vector<Part> parts;
  body.insert(0, "\r\n");
  REQUIRE(body.starts_with(line));
  std::size_t at = line.size();
  while (body.substr(at) != "--\r\n") {
    REQUIRE(body.compare(at, 2, "\r\n") == 0);
    const auto end = body.find(line, at);
    REQUIRE(end != std::string::npos);
    const std::string part = body.substr(at, end - at);
    const auto head_end = part.find("\r\n\r\n");
    REQUIRE(head_end != std::string::npos);
    parts.push_back({part.substr(2, head_end - 2), part.substr(head_end + 4)});
    at = end + line.size();
  }
  return parts;
}

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name)
    out += c == '"' ? "%22" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Input input(bytes, size);
  acrida::Random random(0);  // always the same first boundary, so that an input may hold it
  acrida::http::MultipartForm form(random);
  std::vector<Part> expected;
  while (!input.empty()) {
    const bool is_file = input.byte() % 2 == 1;
    const auto name = input.text();
    std::string head = "Content-Disposition: form-data; name=\"" + escaped(name) + "\"";
    if (!is_file) {
      const auto value = input.text();
      form.add_field(name, value);
      expected.push_back({head, std::string(value)});
      continue;
    }
    const auto filename = input.text(), type = input.text(), content = input.text();
    form.add_file(name, filename, content, type);
    head += "; filename=\"" + escaped(filename) + "\"\r\nContent-Type: ";
    for (const char c : type)
      head += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? ' ' : c;
    expected.push_back({head, std::string(content), type.empty()});
  }
  const std::string prefix = "multipart/form-data; boundary=";
  REQUIRE(form.content_type().starts_with(prefix));
  auto found = read(form.body(), form.content_type().substr(prefix.size()));
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    // Which type a name stands for is not what is asked here.
    if (expected[i].guessed) {
      const auto type = found[i].head.rfind(": ") + 2;
      REQUIRE(found[i].head.find('/', type) != std::string::npos);
      found[i].head.resize(type);
    }
    REQUIRE(found[i] == expected[i]);
  }
  return 0;
}
