#include "async/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "base/failure.h"
#include "base/file.h"

namespace acrida::async {
namespace {

base::Fd made(int fd, const char* what) {
  if (fd < 0) throw base::RunError(std::string("cannot make ") + what + ": " + base::system_error(errno));
  return base::Fd(fd);
}

}  // namespace

struct EpollPoller::Batch {
  std::array<epoll_event, 1024> events;
  int count = 0;
  int next = 0;

  void ask(int epoll, int timeout_ms) {
    count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), timeout_ms);
  }
};

EpollPoller::EpollPoller(const base::Clock& clock) : clock_(clock) { open(); }

void EpollPoller::open() {
  epoll_ = made(::epoll_create1(EPOLL_CLOEXEC), "an epoll descriptor");
  timer_ = made(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "a timer descriptor");
  wake_ = made(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "an event descriptor");
  // The timer is edge-triggered, so it need not be read: setting it again makes a new edge.
  for (base::Fd* fd : {&timer_, &wake_}) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = fd;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd->get(), &event);
  }
}

EpollPoller::~EpollPoller() = default;

void EpollPoller::part_from_parent() {
  open();
  armed_.reset();
  if (batch_ != nullptr) batch_->next = batch_->count;
}

void EpollPoller::watch(int fd, Watch& watch) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watch;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
    throw base::RunError("cannot watch a descriptor: " + base::system_error(errno));
  }
}

void EpollPoller::forget(int fd, Watch& watch) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  if (batch_ == nullptr) return;
  for (int i = batch_->next; i < batch_->count; ++i) {
    auto& waiting = batch_->events[static_cast<std::size_t>(i)];
    if (waiting.data.ptr == &watch) waiting.data.ptr = nullptr;
  }
}

void EpollPoller::arm(std::optional<base::TimePoint> deadline) {
  // An alarm that comes too early costs one empty turn, a system call for every later deadline would cost
  // more.
  if (!deadline || (armed_ && *armed_ <= *deadline)) return;
  armed_ = deadline;
  const auto since = std::max(deadline->time_since_epoch(), base::Duration(1));  // zero would disarm it
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  itimerspec at{};
  at.it_value.tv_sec = seconds.count();
  at.it_value.tv_nsec = (since - seconds).count();
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &at, nullptr);
}

bool EpollPoller::poll(std::optional<base::TimePoint> deadline) {
  const bool wait = !deadline || *deadline > clock_.now();
  Batch batch;
  if (wait && awaited_ != nullptr && spin_.worth(*awaited_)) spin(batch, deadline);
  if (batch.count == 0) {
    if (wait) arm(deadline);
    do batch.ask(epoll_.get(), wait ? -1 : 0);
    while (batch.count < 0 && errno == EINTR);
  }
  bool told = false;
  batch_ = &batch;
  while (batch.next < batch.count) {
    const epoll_event& event = batch.events[static_cast<std::size_t>(batch.next++)];
    if (event.data.ptr == nullptr) continue;  // forgotten meanwhile
    if (event.data.ptr == &timer_) {
      armed_.reset();
      continue;
    }
    if (event.data.ptr == &wake_) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto n = ::read(wake_.get(), &ignored, sizeof ignored);
      continue;
    }
    told = true;
    static_cast<Watch*>(event.data.ptr)->on_event((event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
  }
  batch_ = nullptr;
  return told;
}

// Asks until something comes, until the deadline, or until it has been long enough.
void EpollPoller::spin(Batch& batch, std::optional<base::TimePoint> deadline) {
  const auto began = clock_.now();
  const auto end = deadline ? std::min(*deadline, began + Spin::kLongest) : began + Spin::kLongest;
  auto time = began;
  while (batch.count <= 0 && time < end) {
    batch.ask(epoll_.get(), 0);
    time = clock_.now();
  }
  batch.count = std::max(batch.count, 0);  // an interrupted call is asked again, asleep
  // One that a deadline cut short says nothing about the server.
  if (batch.count > 0 || end == began + Spin::kLongest) spin_.ended(batch.count > 0, time - began);
}

void EpollPoller::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto n = ::write(wake_.get(), &one, sizeof one);
}

}  // namespace acrida::async
