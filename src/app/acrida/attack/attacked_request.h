// The request that an attack sends, read from the command line.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/acrida/command_line/option_values.h"
#include "base/clock.h"

namespace acrida::app {

struct AttackedRequest {
  std::string method;
  std::string host;    // base URL, with the credentials if the URL had some
  std::string target;  // path and query
  std::string name;    // the path: what it is filed under
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string content_type;               // of the body; empty: there is none
  std::optional<base::Duration> timeout;  // of one request; nullopt: the client's own
};

// `url` may lack its scheme, which is http:// then; --body - reads `in` to its end. Throws base::UsageError
// for what makes no sense, and base::RunError for a body that cannot be read.
AttackedRequest attacked_request_of(std::string_view url, const OptionValues& values, std::FILE* in);

// The media type of a body from a file of this name (empty: of none): what the name's extension says, else
// application/json for JSON, else application/octet-stream.
std::string content_type_of(std::string_view body, std::string_view file);

}  // namespace acrida::app
