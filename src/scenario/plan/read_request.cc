#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "http/fields.h"
#include "http/url.h"
#include "scenario/plan/reader.h"

namespace acrida::scenario::plan {
namespace {

struct Method {
  Key key;
  std::string_view name;
};
constexpr std::array kMethods{Method{"get", "GET"},     Method{"post", "POST"},     Method{"put", "PUT"},
                              Method{"patch", "PATCH"}, Method{"delete", "DELETE"}, Method{"head", "HEAD"}};

// The method and where to, written "get: /health", or "method: GET" and "path: /health".
bool read_target(Members& members, Asked& asked, Reader& reader) {
  const auto method = members.text("method");
  const Node* path = members.find("path");
  int said = path != nullptr ? 1 : 0;
  asked.method = method.value_or("GET");
  for (const auto& each : kMethods) {
    const Node* found = members.find(each.key);
    if (found == nullptr) continue;
    ++said;
    path = found;
    asked.method = each.name;
    if (method)
      reader.complaints.add(found->place,
                            fmt::format("'{}: …' says the method; leave out 'method'", each.key));
  }
  if (said != 1) {
    reader.complaints.add(members.node().place,
                          said == 0 ? "a request says where to: write 'get: /health', or 'method' and 'path'"
                                    : "a request has one of path, get, post, put, patch, delete and head");
    return false;
  }
  if (!http::is_token(asked.method)) {
    reader.complaints.add(members.find("method")->place,
                          fmt::format("{} cannot be a method; write GET or POST", base::shown(asked.method)));
  }
  const auto text = scalar_text(*path, "a path such as /health", reader.complaints);
  if (!text) return false;
  asked.path = reader.scope.compile(*text, path->place, Encoding::percent);
  if (text->starts_with("${") &&
      text->find('}') == text->size() - 1) {  // a whole address: nothing is encoded
    asked.path = Template(*text);
    reader.scope.compile(*text, path->place, Encoding::text, Encoding::text, asked.path);
  }
  asked.name = http::without_credentials(*text);
  return true;
}

void read_pairs(const Node* node, std::string_view what, Reader& reader,
                std::vector<std::pair<std::string, Template>>& into) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::map) {
    reader.complaints.add(node->place,
                          fmt::format("{} holds 'name: value' lines, not {}", what, described(*node)));
    return;
  }
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    if (what == "headers" && !http::is_token(node->keys[i].text)) {
      reader.complaints.add(node->keys[i].place, fmt::format("{} cannot be the name of a header",
                                                             base::shown(node->keys[i].text)));
    }
    for (const Node* each : one_or_more(node->items[i])) {
      const auto text = scalar_text(*each, "a text", reader.complaints);
      if (text) into.emplace_back(node->keys[i].text, reader.scope.compile(*text, each->place));
    }
  }
}

void read_files(const Node& node, Asked& asked, Reader& reader) {
  for (const Node* each : one_or_more(node)) {
    Members members(*each, kFileKeys, "a file of a form", reader.complaints);
    const auto path = members.text("path"), field = members.text("field");
    const auto name = members.text("name"), type = members.text("type");
    if (!path || !field) {
      reader.complaints.add(each->place, "a file of a form needs 'field' and 'path'");
      continue;
    }
    auto bytes = reader.reading.read_file(reader.beside_plan(*path));
    if (!bytes) {
      reader.complaints.add(each->place, bytes.error().message);
      continue;
    }
    asked.files.push_back(
        {*field, name.value_or(path->substr(path->rfind('/') + 1)), type.value_or(""), std::move(*bytes)});
  }
}

}  // namespace

std::optional<Asked> read_request(Members& members, Reader& reader) {
  Asked asked;
  const bool aimed = read_target(members, asked, reader);
  if (const auto name = members.text("name")) {
    asked.name = *name;
    if (name->find("${") != std::string::npos)
      reader.complaints.add(
          members.find("name")->place,
          "name is what requests are counted under, and may hold no ${…}; write one name for all");
  }
  asked.payload_class = members.text("class").value_or("");
  read_pairs(members.find("query"), "query", reader, asked.query);
  read_pairs(members.find("headers"), "headers", reader, asked.headers);
  read_pairs(members.find("form"), "form", reader, asked.form);
  if (const Node* files = members.find("files")) read_files(*files, asked, reader);
  const Node* json = members.find("json");
  const Node* body = members.find("body");
  if (json != nullptr) {
    asked.json = true;
    asked.body = read_json(*json, reader);
  } else if (body != nullptr) {
    if (const auto text = scalar_text(*body, "a text; JSON is written under json:", reader.complaints))
      asked.body = reader.scope.compile(*text, body->place);
  }
  const bool form = !asked.form.empty() || !asked.files.empty();
  if (int{json != nullptr} + int{body != nullptr} + int{form} > 1)
    reader.complaints.add(members.node().place, "a request has one body: json, body, or form with files");
  asked.timeout = members.timespan("timeout");
  asked.follow_redirects = members.truth("follow_redirects").value_or(true);
  if (const Node* checks = members.find("checks")) asked.checks = read_checks(*checks, reader);
  if (const Node* extract = members.find("extract")) asked.extract = read_extractions(*extract, reader);
  if (!aimed) return std::nullopt;
  return asked;
}

}  // namespace acrida::scenario::plan
