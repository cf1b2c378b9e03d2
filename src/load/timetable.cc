#include "load/timetable.h"

namespace acrida::load {
namespace {

std::vector<UserClass> without_fixed_counts(std::vector<UserClass> classes) {
  for (auto& each : classes) each.fixed_count = 0;
  return classes;
}

}  // namespace

Timetable::Timetable(const RunPlan& plan, const std::vector<UserClass>& classes, std::uint32_t number,
                     std::uint32_t workers)
    : plan_(plan), number_(number), workers_(workers), left_(plan.iterations.value_or(~std::uint64_t{0})) {
  const auto weighed = without_fixed_counts(classes);
  for (std::size_t i = 0; i < plan.streams.size(); ++i) {
    Stream stream{ArrivalSchedule(plan.streams[i], plan.seed, i), Assignment(weighed, plan.streams[i].of),
                  std::nullopt};
    if (!stream.assignment.can_continue()) continue;  // nobody would carry them out
    stream.next = stream.schedule.next();
    streams_.push_back(std::move(stream));
  }
}

// Whose arrival comes next; of equal ones the earlier stream's. Null: there are no more.
Timetable::Stream* Timetable::first() {
  Stream* first = nullptr;
  for (auto& each : streams_) {
    if (each.next && (first == nullptr || *each.next < *first->next)) first = &each;
  }
  return first;
}

std::optional<Arrival> Timetable::next() {
  while (left_ > 0) {
    Stream* const stream = first();
    if (stream == nullptr) return std::nullopt;
    cut_ = plan_.run_time && *stream->next >= *plan_.run_time;
    if (cut_) return std::nullopt;
    const Arrival arrival{*stream->next, stream->assignment.next()};
    const bool ours = stream->drawn++ % workers_ == number_;
    stream->next = stream->schedule.next();
    --left_;
    if (ours) return arrival;
  }
  return std::nullopt;
}

}  // namespace acrida::load
