#include "scenario/cpp/troubles.h"

#include <fmt/format.h>

#include "scenario/cpp/user_state.h"

namespace acrida::scenario::cpp {

void Troubles::report(const std::exception_ptr& thrown, const std::string& place) {
  std::string message = "an exception that is no std::exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const detail::StopUser&) {
    return;
  } catch (const detail::InterruptTaskSet&) {
    message = "interrupt() outside of the tasks of a set";
  } catch (const std::exception& e) {
    message = e.what();
  } catch (...) {
  }
  if (!hidden_.empty()) message = hidden_.masked(message);
  engine_.recorder.record_exception(message, place);
  const std::string text = fmt::format("exception in {}: {}", place, message);
  if (seen_.insert(text).second && shown_.is_new(text)) {
    engine_.log.error(text + " (shown once, counted always)");
  }
}

}  // namespace acrida::scenario::cpp
