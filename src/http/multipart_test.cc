#include "http/multipart.h"

#include <string>

#include <gtest/gtest.h>

namespace acrida::http {
namespace {

using namespace std::string_literals;

// With BOUNDARY in place of the boundary.
std::string shown(const MultipartForm& form) {
  const std::string boundary = form.content_type().substr(30);
  std::string body = form.body();
  for (auto at = body.find(boundary); at != std::string::npos; at = body.find(boundary))
    body.replace(at, boundary.size(), "BOUNDARY");
  return body;
}

TEST(MultipartForm, HoldsFieldsAndFiles) {
  Random random(1);
  MultipartForm form(random);
  form.add_field("age", "63");
  form.add_file("image", "x.png", "\x89PNG\r\n\0"s);
  form.add_file("rows", "rows", "a,b", "text/csv");
  EXPECT_EQ(shown(form),
            "--BOUNDARY\r\n"
            "Content-Disposition: form-data; name=\"age\"\r\n\r\n63\r\n"
            "--BOUNDARY\r\n"
            "Content-Disposition: form-data; name=\"image\"; filename=\"x.png\"\r\n"
            "Content-Type: image/png\r\n\r\n\x89PNG\r\n\0\r\n"
            "--BOUNDARY\r\n"
            "Content-Disposition: form-data; name=\"rows\"; filename=\"rows\"\r\n"
            "Content-Type: text/csv\r\n\r\na,b\r\n"
            "--BOUNDARY--\r\n"s);
}

TEST(MultipartForm, MayBeEmpty) {
  Random random(1);
  EXPECT_EQ(shown(MultipartForm(random)), "--BOUNDARY--\r\n");
}

TEST(MultipartForm, IsTheSameForTheSameSeed) {
  Random one(7), same(7), other(8);
  EXPECT_EQ(MultipartForm(one).content_type(), MultipartForm(same).content_type());
  EXPECT_NE(MultipartForm(one).content_type(), MultipartForm(other).content_type());
}

TEST(MultipartForm, HasABoundaryThatMayStandInAField) {
  Random random(1);
  const std::string boundary = MultipartForm(random).content_type().substr(30);
  EXPECT_LE(boundary.size(), 70u);
  EXPECT_EQ(boundary.find_first_not_of("-0123456789abcdef"), std::string::npos);
}

TEST(MultipartForm, NamesCannotEndTheirField) {
  Random random(1);
  MultipartForm form(random);
  form.add_file("a\"\r\nb", "\"c\n\\%22.txt", "", "text/plain\r\nX: y");
  EXPECT_NE(shown(form).find(
                "name=\"a%22%0D%0Ab\"; filename=\"%22c%0A\\%22.txt\"\r\nContent-Type: text/plain  X: y\r\n"),
            std::string::npos)
      << shown(form);
}

TEST(MultipartForm, ChoosesAnotherBoundaryWhenAPartHoldsIt) {
  Random random(1), same(1);
  const std::string first = MultipartForm(same).content_type().substr(30);
  MultipartForm form(random);
  form.add_field("a", "1");
  form.add_field("b", "x\r\n--" + first + "--");
  const std::string now = form.content_type().substr(30);
  EXPECT_NE(now, first);
  EXPECT_TRUE(form.body().starts_with("--" + now + "\r\n"));
  EXPECT_TRUE(form.body().ends_with("\r\n--" + now + "--\r\n"));
}

}  // namespace
}  // namespace acrida::http
