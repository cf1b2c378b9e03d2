#include "http/sse/event_parser.h"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::http::sse {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

// One line an event: type|id|retry|data, a line feed in the data written as "/".
std::string told(const Event& event) {
  std::string data = event.data;
  for (char& c : data) c = c == '\n' ? '/' : c;
  return event.type + "|" + event.id + "|" + (event.retry ? std::to_string(event.retry->count()) : "") + "|" +
         data + "\n";
}

struct Reading {
  bool ok = true;
  std::string events;
};

Reading read(EventParser& parser, const std::vector<std::string>& pieces) {
  Reading reading;
  for (const std::string& piece : pieces)
    reading.ok = parser.feed(piece, [&](const Event& event) { reading.events += told(event); });
  return reading;
}

std::string events_of(std::string_view stream) {
  EventParser parser;
  return read(parser, {std::string(stream)}).events;
}

TEST(EventParser, TellsAnEventWhenItsEmptyLineHasCome) {
  EXPECT_EQ(events_of("data: hello\n\ndata: you\n\n"), "message|||hello\nmessage|||you\n");
  EXPECT_EQ(events_of("data: hello\n"), "");
}

TEST(EventParser, DiscardsAnEventThatTheStreamsEndCutsShort) {
  EXPECT_EQ(events_of("data: a\n\ndata: b\nid: 1\n"), "message|||a\n");
}

TEST(EventParser, JoinsLinesOfDataWithLineFeeds) {
  EXPECT_EQ(events_of("data: YHOO\ndata: +2\ndata: 10\n\n"), "message|||YHOO/+2/10\n");
  EXPECT_EQ(events_of("data\ndata\n\n"), "message|||/\n");
}

TEST(EventParser, TellsAnEventWithEmptyDataButNoneWithoutData) {
  EXPECT_EQ(events_of("data\n\n"), "message|||\n");
  EXPECT_EQ(events_of("data:\n\n"), "message|||\n");
  EXPECT_EQ(events_of("event: lost\n\ndata: a\n\n"), "message|||a\n");
}

TEST(EventParser, RemovesOneSpaceBehindTheColon) {
  EXPECT_EQ(events_of("data:test\n\ndata: test\n\ndata:  test\n\n"),
            "message|||test\nmessage|||test\nmessage||| test\n");
}

TEST(EventParser, IgnoresCommentsAndUnknownFields) {
  EXPECT_EQ(events_of(": keep alive\n:\n\nDATA: no\nfoo: bar\n data: no\ndata: a:b\n\n"), "message|||a:b\n");
}

TEST(EventParser, ReadsTypesOfOneEventEach) {
  EXPECT_EQ(events_of("event: token\ndata: 1\n\ndata: 2\n\nevent:\ndata: 3\n\n"),
            "token|||1\nmessage|||2\nmessage|||3\n");
}

TEST(EventParser, KeepsTheLastIdUntilTheStreamNamesAnother) {
  EXPECT_EQ(events_of("id: 7\ndata: a\n\ndata: b\n\nid: 8\n\ndata: c\n\nid\ndata: d\n\n"),
            "message|7||a\nmessage|7||b\nmessage|8||c\nmessage|||d\n");
}

TEST(EventParser, IgnoresAnIdThatHoldsANul) {
  EXPECT_EQ(events_of("id: 1\nid: 2\0002\ndata: a\n\n"sv), "message|1||a\n");
}

TEST(EventParser, TakesARetryOfDigitsOnly) {
  EXPECT_EQ(events_of("retry: 1500\ndata: a\n\ndata: b\n\n"), "message||1500|a\nmessage|||b\n");
  EXPECT_EQ(events_of("retry: 15s\nretry: -1\nretry:\nretry: 99999999999999999999\ndata: a\n\n"),
            "message|||a\n");
  EXPECT_EQ(events_of("retry: 20\n\ndata: a\n\n"), "message||20|a\n");
}

TEST(EventParser, TakesEachOfTheThreeLineEnds) {
  EXPECT_EQ(events_of("data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\ndata: e\n\r\n"),
            "message|||a\nmessage|||b\nmessage|||c\nmessage|||d\nmessage|||e\n");
}

TEST(EventParser, TakesAReturnAndItsLineFeedForOneLineEndAlsoInTwoPieces) {
  EXPECT_EQ(events_of("data: a\r\ndata: b\r\n\r\n"), "message|||a/b\n");
  EventParser parser;
  EXPECT_EQ(read(parser, {"data: a\r", "\ndata: b\r", "\n\r", "\n"}).events, "message|||a/b\n");
}

TEST(EventParser, IgnoresAByteOrderMarkAtTheStartOnly) {
  EXPECT_EQ(events_of("\xef\xbb\xbf"
                      "data: a\n\n"),
            "message|||a\n");
  EXPECT_EQ(events_of("data: a\n\n\xef\xbb\xbf"
                      "data: b\n\n"),
            "message|||a\n");
}

TEST(EventParser, TellsAnEventBeforeTheLineFeedThatMayFollowItsReturn) {
  EventParser parser;
  EXPECT_EQ(read(parser, {"data: a\r\n\r"}).events, "message|||a\n");
  EXPECT_EQ(read(parser, {"\n", "data: b\r", "\n\n"}).events, "message|||b\n");
}

TEST(EventParser, BeginsAnewWithNothingOfTheStreamBefore) {
  EventParser parser(10);
  EXPECT_FALSE(read(parser, {"id: 1\ndata: half\n", "data: 0123456789"}).ok);
  parser.begin();
  EXPECT_EQ(read(parser, {"\xef\xbb\xbf\n", "data: a\n\n"}).events, "message|||a\n");
}

TEST(EventParser, RefusesAnEventOrALineAboveTheLimit) {
  for (const std::string_view stream :
       {"data:123456\n\n", "data:12345", ":2345678901\n", "data:1234\ndata:1234\ndata:\n\n"}) {
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
      EventParser parser(9);
      const Reading reading =
          read(parser, {std::string(stream.substr(0, cut)), std::string(stream.substr(cut))});
      EXPECT_FALSE(reading.ok) << stream << " cut at " << cut;
      EXPECT_EQ(reading.events, "");
      EXPECT_EQ(parser.failure().kind, FailureKind::body_limit);
      EXPECT_EQ(parser.failure().text, "bad answer: an event is larger than the limit");
    }
  }
  EventParser parser(9);
  EXPECT_TRUE(read(parser, {"data:1234\ndata:1234\n\ndata:1234\n\n"}).ok);
}

RC_GTEST_PROP(EventParser, TellsTheSameHoweverTheStreamIsCut, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "\r", "\n", "\r\n", "\xef\xbb\xbf", "data", "data: x", "data:yy", "event: t", "id: 1", "id", "id: \0",
      "retry: 5", ": c", "\n\n", "\r\r", "data: z\n\n"));
  std::string stream;
  for (const std::string& part : parts) stream += part;
  EventParser whole(12);
  const Reading expected = read(whole, {stream});
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < stream.size();) {
    pieces.push_back(stream.substr(at, *rc::gen::inRange<std::size_t>(1, 6)));
    at += pieces.back().size();
  }
  EventParser cut(12);
  const Reading reading = read(cut, pieces);
  RC_ASSERT(reading.ok == expected.ok);
  RC_ASSERT(reading.events == expected.events);
}

}  // namespace
}  // namespace acrida::http::sse
