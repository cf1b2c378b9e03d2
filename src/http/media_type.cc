#include "http/media_type.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace acrida::http {
namespace {

struct Entry {
  std::string_view extension, type;
};

// What is sent to models and comes from them.
constexpr std::array<Entry, 36> kTypes{{
    {"aac", "audio/aac"},
    {"avi", "video/x-msvideo"},
    {"avif", "image/avif"},
    {"bmp", "image/bmp"},
    {"css", "text/css"},
    {"csv", "text/csv"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"htm", "text/html"},
    {"html", "text/html"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript"},
    {"json", "application/json"},
    {"jsonl", "application/jsonl"},
    {"m4a", "audio/mp4"},
    {"md", "text/markdown"},
    {"mov", "video/quicktime"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"ogg", "audio/ogg"},
    {"parquet", "application/vnd.apache.parquet"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"tif", "image/tiff"},
    {"tiff", "image/tiff"},
    {"tsv", "text/tab-separated-values"},
    {"txt", "text/plain"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"xml", "application/xml"},
    {"yaml", "application/yaml"},
    {"zip", "application/zip"},
}};

}  // namespace

std::string_view media_type_of(std::string_view filename) {
  const auto dot = filename.find_last_of("./\\");
  if (dot != std::string_view::npos && filename[dot] == '.') {
    const auto extension = filename.substr(dot + 1);
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const Entry& each) {
      return base::iequals(each.extension, extension);
    });
    if (found != kTypes.end()) return found->type;
  }
  return "application/octet-stream";
}

}  // namespace acrida::http
