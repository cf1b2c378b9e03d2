#include "http/media_type.h"

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

TEST(MediaType, GoesByTheExtension) {
  EXPECT_EQ(media_type_of("rows.csv"), "text/csv");
  EXPECT_EQ(media_type_of("a.b/c.d.JPEG"), "image/jpeg");
  EXPECT_EQ(media_type_of(".zip"), "application/zip");
  for (const char* filename : {"", "csv", "a.csv/b", "a.", "a.csv ", "model.onnx", "a.csv\\b"})
    EXPECT_EQ(media_type_of(filename), "application/octet-stream") << filename;
}

}  // namespace
}  // namespace acrida::http
