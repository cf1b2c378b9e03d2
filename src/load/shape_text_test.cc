#include "load/shape_text.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace acrida::load {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Kind = ShapeText::Kind;

// REQUIRES: it is one
ShapeText read(std::string_view text) {
  auto shape = parse_shape(text);
  EXPECT_TRUE(shape.ok()) << (shape ? "" : shape.error().message);
  return shape ? *shape : ShapeText{};
}

std::string refusal(std::string_view text) {
  const auto shape = parse_shape(text);
  return shape ? "(accepted)" : shape.error().message;
}

TEST(ShapeText, ReadsANumberAsALevelThatNeverChanges) {
  EXPECT_EQ(read("100"), (ShapeText{Kind::users, Shape(100), {}}));
  EXPECT_EQ(read(" 12.5/s "), (ShapeText{Kind::rate, Shape(12.5), {}}));
  EXPECT_EQ(read("100 /s").shape.end(), 0s);
}

TEST(ShapeText, ReadsPoints) {
  EXPECT_EQ(read("0s:0, 30s:100, 2m:100"),
            (ShapeText{Kind::users, Shape({{0s, 0}, {30s, 100}, {2min, 100}}), {}}));
  EXPECT_EQ(read("0:5/s,1m30s : 7.5 /s"), (ShapeText{Kind::rate, Shape({{0s, 5}, {90s, 7.5}}), {}}));
  EXPECT_EQ(read("10s:1, 10s:2").shape, Shape({{10s, 1}, {10s, 2}}));
}

TEST(ShapeText, ReadsSteps) {
  EXPECT_EQ(
      read("steps(from=10/s, to=30/s, by=10/s, every=5s)"),
      (ShapeText{Kind::rate, Shape({{0s, 10}, {5s, 10}, {5s, 20}, {10s, 20}, {10s, 30}, {15s, 30}}), {}}));
}

TEST(ShapeText, ReadsASpikeInAnyOrderOfItsWords) {
  const Shape spike({{0s, 1}, {60s, 1}, {60s, 9}, {70s, 9}, {70s, 1}, {120s, 1}});
  EXPECT_EQ(read("spike(base=1, peak=9, at=1m, for=10s, until=2m)"), (ShapeText{Kind::users, spike, {}}));
  EXPECT_EQ(read("spike( until = 2m,at=1m,  for=10s, peak=9,base=1 )").shape, spike);
}

TEST(ShapeText, ReadsWaves) {
  const auto sine = read("sine(low=0/s, high=100/s, period=1m, for=2m)");
  EXPECT_EQ(sine.kind, Kind::rate);
  EXPECT_EQ(sine.shape.end(), 2min);
  EXPECT_NEAR(sine.shape.level_at(30s), 100, 1e-9);
  const auto rushes = read("double_wave(low=10, high=100, over=10m)");
  EXPECT_EQ(rushes.kind, Kind::users);
  EXPECT_EQ(rushes.shape.end(), 10min);
}

TEST(ShapeText, ReadsTheNameOfAReplay) {
  EXPECT_EQ(read("replay( logs/monday (2).txt )"),
            (ShapeText{Kind::replay, Shape(0), "logs/monday (2).txt"}));
}

TEST(ShapeText, NamesThePartThatIsWrongAndWhatMayStandThere) {
  EXPECT_THAT(refusal(""), HasSubstr("is empty: write '0s:0, 30s:100"));
  EXPECT_THAT(refusal("many"), HasSubstr("'many' is no level: write 100 (users) or 100/s"));
  EXPECT_THAT(refusal("-1"), HasSubstr("'-1' is no level"));
  EXPECT_THAT(refusal("10000001"), HasSubstr("to 10 million"));
  EXPECT_THAT(refusal("nan/s"), HasSubstr("'nan/s' is no level"));
  EXPECT_THAT(refusal("0s:0, 30s"), HasSubstr("'30s' is no point of a shape: write TIME:LEVEL"));
  EXPECT_THAT(refusal("0s:0,"), HasSubstr("'' is no point"));
  EXPECT_THAT(refusal("0s:0, soon:5"), HasSubstr("'soon' is no time: write 20s, 3m"));
  EXPECT_THAT(refusal("0s:0, 5s:x"), HasSubstr("'x' is no level"));
  EXPECT_THAT(refusal("5s:0, 4s:1"), HasSubstr("'4s:1' is earlier than the point before it"));
}

TEST(ShapeText, RefusesUsersAndRatesInOneText) {
  EXPECT_THAT(refusal("0s:0, 5s:10/s"), HasSubstr("'0s:0, 5s:10/s' has users and rates: write all"));
  EXPECT_THAT(refusal("sine(low=0, high=10/s, period=1m, for=1h)"), HasSubstr("'sine' has users and rates"));
}

TEST(ShapeText, NamesTheWordOfANamedShapeThatIsWrong) {
  EXPECT_THAT(refusal("stairs(from=1)"),
              HasSubstr("no shape 'stairs': there are steps, spike, double_wave, sine and replay"));
  EXPECT_THAT(refusal("steps(from=1, to=2, by=1)"),
              HasSubstr("steps: every= is missing: write steps(from=…, to=…, by=…, every=…)"));
  EXPECT_THAT(refusal("steps(from=1, to=2, by=1, each=5s)"),
              HasSubstr("steps: 'each=5s' is nothing it takes"));
  EXPECT_THAT(refusal("steps(1, 2, 1, 5s)"), HasSubstr("steps: '1' is nothing it takes"));
  EXPECT_THAT(refusal("sine(low=1, low=2, high=3, period=1m, for=1h)"),
              HasSubstr("sine: low= is there twice"));
  EXPECT_THAT(refusal("sine(low=1, high=3, period=often, for=1h)"),
              HasSubstr("sine: period='often' is no time"));
  EXPECT_THAT(refusal("sine(low=1, high=3, period=1m, for=1h"), HasSubstr("lacks the ')' at its end"));
  EXPECT_THAT(refusal("replay()"), HasSubstr("replay: names no file"));
}

TEST(ShapeText, RefusesWhatHasNoMeaning) {
  EXPECT_THAT(refusal("steps(from=1, to=2, by=0, every=5s)"), HasSubstr("by= must be above 0"));
  EXPECT_THAT(refusal("steps(from=1, to=2, by=1, every=0s)"), HasSubstr("every= must be above 0s"));
  EXPECT_THAT(refusal("spike(base=1, peak=2, at=1m, for=0s, until=2m)"), HasSubstr("for= must be above 0s"));
  EXPECT_THAT(refusal("spike(base=1, peak=2, at=1m, for=2m, until=2m)"),
              HasSubstr("until= is the end of all"));
  EXPECT_THAT(refusal("double_wave(low=1, high=2, over=0s)"), HasSubstr("over= must be above 0s"));
  EXPECT_THAT(refusal("sine(low=1, high=2, period=0s, for=2m)"), HasSubstr("period= must be above 0s"));
  EXPECT_THAT(refusal("sine(low=1, high=2, period=1m, for=0s)"), HasSubstr("for= must be above 0s"));
}

TEST(ShapeText, RefusesWhatWouldTakeAllMemory) {
  EXPECT_THAT(refusal("steps(from=0, to=10000000, by=0.1, every=1s)"), HasSubstr("give it a larger by="));
  EXPECT_THAT(refusal("steps(from=0, to=10000, by=1, every=10000h)"), HasSubstr("more than a hundred years"));
  EXPECT_THAT(refusal("sine(low=0, high=1, period=1ms, for=1h)"), HasSubstr("give it a longer period="));
  std::string long_text = "0s:1";
  for (std::size_t i = 0; i < kMostPoints; ++i) long_text += ",0s:1";
  EXPECT_THAT(refusal(long_text), HasSubstr("at most 100000 points, and this one has 100001"));
}

TEST(ShapeText, QuotesOnlyTheBeginningOfALongTextFitForATerminal) {
  const auto sentence = refusal(std::string(5000, 'x') + "\x1b[2J");
  EXPECT_THAT(sentence, HasSubstr("xx…' is no level"));
  EXPECT_LT(sentence.size(), 250U);
  EXPECT_THAT(refusal("\x1b[2J"), HasSubstr("'\\x1b[2J' is no level"));
}

TEST(ShapeText, WritesShapesAsTheyAreRead) {
  EXPECT_EQ(shape_text(read("100/s")), "100/s");
  EXPECT_EQ(shape_text(read("0:0, 90s:12.5, 1h:0")), "0s:0, 90s:12.5, 3600s:0");
  EXPECT_EQ(shape_text(read("1500ms:3/s")), "1.5s:3/s");
}

RC_GTEST_PROP(ShapeText, ReadsWhatItHasWritten, ()) {
  ShapeText shape{*rc::gen::element(Kind::users, Kind::rate), Shape(0.0), {}};
  std::vector<Shape::Point> points;
  base::Duration at{};
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    at += base::Duration(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000'000));
    points.push_back({at, std::abs(std::fmod(*rc::gen::arbitrary<double>(), kHighestLevel))});
    if (!(points.back().level <= kHighestLevel)) points.back().level = 0.1;
  }
  shape.shape = Shape(points);
  const auto again = parse_shape(shape_text(shape));
  RC_ASSERT(again.ok());
  RC_ASSERT(*again == shape);
}

RC_GTEST_PROP(ShapeText, StaysBetweenTheLevelsThatItNames, ()) {
  const auto number = [] { return std::to_string(*rc::gen::inRange(0, 1000)); };
  const auto time = [] { return std::to_string(*rc::gen::inRange(1, 100'000)) + "ms"; };
  const auto low = number(), high = number(), length = time();
  const auto text = *rc::gen::element<std::string>(
      "steps(from=" + low + "/s, to=" + high + "/s, by=7.5/s, every=" + length + ")",
      "double_wave(low=" + low + "/s, high=" + high + "/s, over=" + length + ")",
      "sine(low=" + low + "/s, high=" + high + "/s, period=" + time() + ", for=" + length + ")");
  const auto read = parse_shape(text);
  RC_PRE(read.ok());
  const double least = std::min(std::stod(low), std::stod(high)),
               most = std::max(std::stod(low), std::stod(high));
  for (const auto& [at, level] : read->shape.points())
    RC_ASSERT(level >= least - 1e-9 && level <= most + 1e-9);
  const auto points = read->shape.points();
  RC_ASSERT(
      std::is_sorted(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.at < b.at; }));
}

}  // namespace
}  // namespace acrida::load
