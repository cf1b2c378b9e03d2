#include "http/secrets.h"

#include <array>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <acrida/json.h>
#include <acrida/random.h>

#include "base/json_writer.h"

namespace acrida::http {
namespace {

TEST(SecretNames, AreThoseOfPasswordsTokensKeysSessionsAndCredentials) {
  for (const char* name : {"Authorization",  "proxy-authorization",
                           "Cookie",         "SET-COOKIE",
                           "password",       "userPassword",
                           "passwd",         "Pass",
                           "client_secret",  "token",
                           "X-CSRF-Token",   "access_token",
                           "api_key",        "X-Api-Key",
                           "apiKey",         "session",
                           "sessionId",      "PHPSESSID",
                           "credentials",    "user[password]",
                           "p\\u0061ssword", "pass%77ord"}) {
    EXPECT_TRUE(is_secret_name(name)) << name;
  }
}

TEST(SecretNames, AreNotThoseOfOrdinaryFields) {
  for (const char* name : {"", "Content-Type", "age", "author", "detail", "compass", "passenger", "key",
                           "monkey", "signature_name", "sidebar", "%zz", "\\u00", "assess"}) {
    EXPECT_FALSE(is_secret_name(name)) << name;
  }
}

struct Case {
  std::string_view text, masked;
};

TEST(WithoutSecrets, MasksMembersOfJson) {
  for (const auto& [text, masked] : {
           Case{R"({"user": "ann", "password": "x\"y", "age": 3})",
                R"({"user": "ann", "password": "***", "age": 3})"},
           Case{R"({"token":12345,"api_key":null})", R"({"token":"***","api_key":"***"})"},
           Case{R"({"credentials":{"a":"}","b":[1]},"ok":1})", R"({"credentials":"***","ok":1})"},
           Case{R"({"tokens": ["a", "b"]})", R"({"tokens": "***"})"},
           Case{R"({"p\u0061ssword" : "x"})", R"({"p\u0061ssword" : "***"})"},
           Case{R"({"a":"the \"token\": \"x\", and","b":1})", R"({"a":"the \"token\": \"***\", and","b":1})"},
           Case{R"({"a":"{\"pin\": 12,\n \"secret\":{\"k\":1}}"})",
                R"({"a":"{\"pin\": \"***\",\n \"secret\":\"***\"}"})"},
           Case{R"({"a":"\"token\":","b":"kept"})", R"({"a":"\"token\":","b":"kept"})"},
           Case{"{'password': 'x', 'b': \"it's\"}", "{'password': '***', 'b': \"it's\"}"},
           Case{R"({"url":"/cb?token=x&n=1","b":"token="})", R"({"url":"/cb?token=***&n=1","b":"token="})"},
           Case{R"({"a":"X:\nAuthorization: Bearer x\nB: 1","b":1})",
                R"({"a":"X:\nAuthorization: ***\nB: 1","b":1})"},
       }) {
    EXPECT_EQ(without_secrets(text), masked);
  }
}

TEST(WithoutSecrets, MasksWhatWasCutOff) {
  for (const auto& [text, masked] : {
           Case{R"({"password": "hunt)", R"({"password": "***)"},
           Case{R"({"password": "hunt\)", R"({"password": "***)"},
           Case{R"({"password": 12)", R"({"password": "***")"},
           Case{R"({"credentials": {"user": "a", "k)", R"({"credentials": "***")"},
           Case{R"(word": "hunter2", "token": "x")", R"(word": "hunter2", "token": "***")"},
           Case{R"({"password":)", R"({"password":)"},
           Case{R"({"passwo)", R"({"passwo)"},
           Case{"a=1&token=hunt", "a=1&token=***"},
           Case{"token=hunt{'secret': 'x'}", "token=*** '***'}"},
       }) {
    EXPECT_EQ(without_secrets(text), masked);
  }
}

TEST(WithoutSecrets, MasksFormsQueriesAndHeaderLines) {
  for (const auto& [text, masked] : {
           Case{"user=ann&password=a%26b%3Dc&n=1", "user=ann&password=***&n=1"},
           Case{"user[password]=x=y, z", "user[password]=*** z"},
           Case{"pass%77ord=x", "pass%77ord=***"},
           Case{"<a href=\"/x?sid=1&amp;y=2\">", "<a href=\"/x?sid=***&amp;y=2\">"},
           Case{"token=\"a b\" rest", "token=\"***\" rest"},
           Case{"GET / HTTP/1.1\r\nHost: x\r\nX-Api-Key: a b\r\nB: c",
                "GET / HTTP/1.1\r\nHost: x\r\nX-Api-Key: ***\r\nB: c"},
           Case{"got Authorization: Digest u=\"x\", response=\"y\"\nB: c", "got Authorization: ***\nB: c"},
       }) {
    EXPECT_EQ(without_secrets(text), masked);
  }
}

TEST(WithoutSecrets, LeavesEverythingElseAsItIs) {
  for (const std::string_view text :
       {R"({"detail":[{"loc":["body","age"],"msg":"value is not a valid integer: x=1"}]})",
        "Unexpected token: a at 3", "", ":", "=", "a:b=c", R"("":"")",
        "\x01\xff\"\\:", R"({"error":"invalid token: expired"})"}) {
    EXPECT_EQ(without_secrets(text), text);
  }
}

// What must not be seen: characters that nothing else here contains.
constexpr char kSecret = '\x7f';

// Pieces that could confuse, in any order.
std::string confusion(Random& random) {
  static constexpr std::array<std::string_view, 26> kPieces{"\"",
                                                            "'",
                                                            "\\",
                                                            "\\\"",
                                                            ":",
                                                            "=",
                                                            "&",
                                                            "{",
                                                            "}",
                                                            "[",
                                                            "]",
                                                            ",",
                                                            " ",
                                                            "\n",
                                                            "\\n",
                                                            "a",
                                                            "12",
                                                            "token",
                                                            "\"token\":",
                                                            "\\\"token\\\":",
                                                            "token=",
                                                            "Authorization: ",
                                                            "\"a\":\"b\",",
                                                            "é",
                                                            "\xff",
                                                            "{\"secret\":{"};
  std::string text;
  for (std::int64_t i = random.integer(0, 12); i > 0; --i)
    text += kPieces[static_cast<std::size_t>(random.integer(0, kPieces.size() - 1))];
  return text;
}

RC_GTEST_PROP(WithoutSecrets, LetNoSecretThroughWhateverIsBeforeItAndWhereverItIsCut, (std::uint64_t seed)) {
  Random random(seed);
  const std::string secret(static_cast<std::size_t>(random.integer(1, 8)), kSecret);
  const std::array<std::string, 5> plants{
      "\"password\":\"" + secret + "\"}", "{\"my_token\" : [1, \"" + secret + "\"]}",
      "&password=" + secret + "&a=1", "\\\"secret\\\": \\\"" + secret + "\\\"}\"",
      "\nX-Api-Key: a " + secret + "\n"};
  const std::string text = confusion(random) + plants[static_cast<std::size_t>(random.integer(0, 4))];
  for (std::size_t length = 0; length <= text.size(); ++length)
    RC_ASSERT(without_secrets(text.substr(0, length)).find(kSecret) == std::string::npos);
}

std::string json_string(std::string_view text) { return base::JsonWriter().value(text).text(); }

// A random value, as JSON text, whose strings and keys are full of what could confuse.
std::string random_json(Random& random, int depth) {
  const auto choice = random.integer(0, depth > 0 ? 4 : 2);
  if (choice == 0) return std::to_string(random.integer(-5, 500));
  if (choice == 1) return "null";
  std::string text = confusion(random);
  std::erase(text, '\'');
  std::erase(text, '\xff');
  if (choice == 2) return json_string(text);
  std::string out(1, choice == 3 ? '[' : '{');
  for (std::int64_t i = random.integer(0, 3); i > 0; --i) {
    if (out.size() > 1) out += ", ";
    if (choice == 4) out += json_string(random.chance(0.5) ? "the token" : text) + ": ";
    out += random_json(random, depth - 1);
  }
  return out + (choice == 3 ? ']' : '}');
}

RC_GTEST_PROP(WithoutSecrets, LeavesJsonToBeJson, (std::uint64_t seed)) {
  Random random(seed);
  const std::string text = random_json(random, 3);
  static_cast<void>(Json::parse(text));
  const std::string masked = without_secrets(text);
  try {
    static_cast<void>(Json::parse(masked));
  } catch (const std::exception& e) {
    RC_FAIL(text + "\n" + masked + "\n" + e.what());
  }
}

}  // namespace
}  // namespace acrida::http
