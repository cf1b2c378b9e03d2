// Absolute http:// and https:// URLs, and what references to others mean beside them.
#pragma once

#include <string>
#include <string_view>

#include <acrida/export.h>

#include "base/result.h"
#include "net/connector.h"

namespace acrida::http {

struct ACRIDA_API Url {
  bool secure = false;  // https
  net::Authority authority;
  std::string target;    // path and query, "/" at least; without the fragment
  std::string user;      // decoded, and so is the password; both are empty when none stand in it
  std::string password;  // never to be shown

  bool has_credentials() const { return !user.empty() || !password.empty(); }
  // What a Host field says: the port only when it is not the scheme's own.
  std::string host_field() const;
  // As a person may see it: without credentials and fragment.
  std::string text() const;
  bool operator==(const Url&) const = default;
};

// "http[s]://[user[:password]@]host[:port][/path][?query][#fragment]"; an IPv6 host in brackets. The error is
// one sentence that shows the text, but for what may be a password, and says what is wrong with it.
ACRIDA_API base::Result<Url> parse_url(std::string_view text);

// Where a reference leads that was found at `base`, in a Location field for instance (RFC 3986 §5): a whole
// URL, "//host/path", "/path", "path/../other", "?query" or nothing. Blanks and what else may not stand in a
// URL are percent-encoded, the fragment is dropped. Credentials stay while the reference names no host. The
// error is one sentence that does not show the reference; it names a scheme other than http and https.
ACRIDA_API base::Result<Url> resolve_reference(const Url& base, std::string_view reference);

// The same scheme, host and port.
ACRIDA_API bool same_origin(const Url& a, const Url& b);

// The text of a whole URL as it was written, but for a user name and password: fit for names, logs and
// reports.
ACRIDA_API std::string without_credentials(std::string_view url);

// Appends `text` with everything but letters, digits and -._~ as %XX (RFC 3986 §2.1).
ACRIDA_API void append_percent_encoded(std::string& out, std::string_view text);
// With each %XX as the byte it stands for; a % without two hexadecimal digits stays.
ACRIDA_API std::string percent_decoded(std::string_view text);

}  // namespace acrida::http
