// Forms with files, as multipart/form-data (RFC 7578).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <acrida/export.h>
#include <acrida/random.h>

namespace acrida::http {

class ACRIDA_API MultipartForm {
 public:
  // The boundary is drawn from there, and anew should a part ever hold it. `random` must outlive the form.
  explicit MultipartForm(Random& random);

  // The bytes go out as they are. In names, line breaks and quotes are written as %0D, %0A and %22.
  void add_field(std::string_view name, std::string_view value);
  // Without a content type that of the filename is taken. Control characters in it become blanks.
  void add_file(std::string_view field, std::string_view filename, std::string_view bytes,
                std::string_view content_type = {});

  std::string body() const;
  // The value of the Content-Type field.
  std::string content_type() const;

 private:
  void add(std::string part);
  void draw_boundary();

  Random& random_;
  std::string boundary_;            // in none of the parts
  std::vector<std::string> parts_;  // fields and content of each
};

}  // namespace acrida::http
