#include "scenario/python/session_cookies.h"

#include "scenario/python/session.h"
#include "scenario/python/text.h"

namespace acrida::scenario::python {
namespace {

SessionState& state_of(PyObject* self) { return *reinterpret_cast<SessionObject*>(self)->state; }

}  // namespace

PyObject* list_of(const http::CookieJar& jar, base::WallTime now) {
  auto list = Object::take(PyList_New(0));
  bool fine = static_cast<bool>(list);
  jar.for_each(now, [&](const http::Cookie& cookie) {
    if (!fine) return;
    const bool stays = cookie.expires == base::WallTime::max();
    const auto expires =
        stays ? Object::keep(Py_None)
              : Object::take(PyFloat_FromDouble(base::seconds_of(cookie.expires.time_since_epoch())));
    const auto name = Object::take(new_latin1(cookie.name));
    const auto value = Object::take(new_latin1(cookie.value));
    if (!expires || !name || !value) {
      fine = false;
      return;
    }
    const auto item =
        Object::take(Py_BuildValue("(OOssOO)", name.get(), value.get(), cookie.host.c_str(),
                                   cookie.path.c_str(), cookie.secure ? Py_True : Py_False, expires.get()));
    fine = item && PyList_Append(list.get(), item.get()) == 0;
  });
  return fine ? list.release() : nullptr;
}

PyObject* session_cookies(PyObject* self, PyObject* /*none*/) {
  return guarded([&] {
    SessionState& state = state_of(self);
    return list_of(state.client->cookies(), state.engine->clock.wall_now());
  });
}

PyObject* session_set_cookie(PyObject* self, PyObject* arguments) {
  const char* name = nullptr;
  const char* value = nullptr;
  const char* domain = nullptr;
  if (PyArg_ParseTuple(arguments, "sss:_set_cookie", &name, &value, &domain) == 0) return nullptr;
  return guarded([&]() -> PyObject* {
    if (state_of(self).client->cookies().set(name, value, domain)) return Py_NewRef(Py_None);
    PyErr_Format(PyExc_ValueError,
                 "'%s' cannot be a cookie: its name or its value holds what may not stand there", name);
    return nullptr;
  });
}

PyObject* session_clear_cookies(PyObject* self, PyObject* /*none*/) {
  state_of(self).client->cookies().clear();
  Py_RETURN_NONE;
}

}  // namespace acrida::scenario::python
