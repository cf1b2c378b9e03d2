// A member function and the object to call it on.
#pragma once

namespace acrida::async {

// Two words, no allocation, owns nothing: it may be copied out and called while its place of storage is
// destroyed, which a std::function must not. The object must outlive the last call.
class Callback {
 public:
  Callback() = default;
  template <auto Member, class T>
  static Callback to(T* object) {
    return Callback(object, [](void* self) { (static_cast<T*>(self)->*Member)(); });
  }

  explicit operator bool() const { return call_ != nullptr; }
  void operator()() const { call_(object_); }

 private:
  Callback(void* object, void (*call)(void*)) : object_(object), call_(call) {}

  void* object_ = nullptr;
  void (*call_)(void*) = nullptr;
};

}  // namespace acrida::async
