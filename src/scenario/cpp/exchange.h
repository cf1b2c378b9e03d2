// One request of a C++ user and its answer: what Request builds, Client sends and Response shows.
#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <acrida/event.h>
#include <acrida/export.h>
#include <acrida/task.h>

#include "http/call.h"
#include "http/hidden_values.h"
#include "http/multipart.h"
#include "http/url.h"
#include "load/engine.h"
#include "stats/answer.h"
#include "stats/sample.h"

namespace acrida::detail {

class ExchangePool;
class UserState;

class ACRIDA_API Exchange final : public http::Call, private stats::AnswerSource {
 public:
  explicit Exchange(ExchangePool& pool) : pool_(&pool) {}
  ~Exchange();

  // To be filled in by Request.
  std::string name;
  std::string payload_class;
  bool check = false;
  std::string trouble;  // what is wrong with the request itself; it is thrown when it is awaited

  void aim(UserState& user, std::string_view method, std::string_view path);
  void set_content_type(std::string_view type);
  void add_query(std::string_view key, std::string_view value);
  void add_form(std::string_view key, std::string_view value);
  void add_file(std::string_view field, std::string_view filename, std::string_view bytes,
                std::string_view content_type);
  void add_cookie(std::string_view key, std::string_view value);
  void set_body_source(std::function<bool(std::string&)> next, std::optional<std::uint64_t> length);
  void set_proxy(std::string_view url);

  // Sends it, and resumes `waiting` at the end.
  void start(std::coroutine_handle<> waiting);

  // Of a streamed answer: what has come, or, when nothing has, what comes next; nothing at its end.
  Task<std::optional<std::string>> read();
  Task<std::optional<Event>> next_event();

  // Throws what the source of the request's body has thrown.
  void rethrow_trouble();
  // Where the answer came from, without credentials.
  std::string url() const;
  // To be changed for this request only.
  Options& own_options() {
    options_changed_ = true;
    return options;
  }
  // What the Host field of the request says.
  std::string host_field() const;
  // What may not be shown of it.
  const http::HiddenValues& hidden() const;
  // Why it counts as a failure; empty: it does not.
  std::string_view error_text() const { return error_text_; }
  void judge(bool good, std::string_view why);
  // The answer's handle goes: what was not filed yet is filed now, and this returns to its pool.
  void settle();

 private:
  friend class ExchangePool;
  // Until more of a streamed answer has come.
  struct News;

  void on_done() override;
  void on_data() override;
  void resume();
  void end_early();
  void complete_form();
  stats::Answer make_answer() const override;
  void file();
  void cut_off();
  void note_connecting();
  void recycle();

  ExchangePool* pool_;
  UserState* user_ = nullptr;
  std::optional<http::Url> elsewhere_;  // when the path was a whole URL
  std::optional<http::MultipartForm> multipart_;
  std::exception_ptr source_trouble_;
  stats::EndpointId endpoint_{};
  base::TimePoint intended_;  // UserState::kWhenever: when it starts
  std::coroutine_handle<> waiting_;
  std::string_view error_kind_;
  std::string error_text_;
  bool options_changed_ = false;
  bool form_ = false;  // the body is one, percent-encoded, unless multipart_ takes its place
  bool sent_ = false, filed_ = false;
  bool judged_ = false;
  int exceptions_before_ =
      0;  // in flight when the answer came: more of them later mean that the task is failing
};

// Keeps finished exchanges, and the memory of their texts, for the next request of any user of the thread.
class ExchangePool {
 public:
  explicit ExchangePool(load::Engine& engine) : engine_(engine) {}
  load::Engine& engine() { return engine_; }
  Exchange* take();
  void give_back(Exchange* exchange) { free_.emplace_back(exchange); }

  // What may not be shown of what was sent and received.
  const http::HiddenValues* hidden = &kNothingHidden;

  // Shown each exchange when it is filed; may be empty.
  std::function<void(const Exchange&)> watch;

 private:
  static const http::HiddenValues kNothingHidden;

  load::Engine& engine_;
  std::vector<std::unique_ptr<Exchange>> free_;
};

}  // namespace acrida::detail
