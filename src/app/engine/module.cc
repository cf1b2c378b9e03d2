// The extension module `_acrida`, put together from its parts.
#include "app/engine/child.h"
#include "app/engine/option_rows.h"
#include "scenario/python/data_stack.h"
#include "scenario/python/engine.h"
#include "scenario/python/json_encoder.h"
#include "scenario/python/object.h"
#include "scenario/python/parts.h"
#include "scenario/python/random_functions.h"
#include "scenario/python/response.h"
#include "scenario/python/session.h"
#include "scenario/python/stats_feed.h"
#include "scenario/python/task_loop.h"
#include "scenario/python/user_base.h"
#include "scenario/python/wait_time.h"

namespace {

using acrida::scenario::python::AddPart;
using acrida::scenario::python::Object;

constexpr AddPart kParts[] = {
    acrida::app::add_child,
    acrida::app::add_option_rows,
    acrida::scenario::python::add_engine,
    acrida::scenario::python::add_json_encoder,
    acrida::scenario::python::add_random_functions,
    acrida::scenario::python::add_response,
    acrida::scenario::python::add_session,
    acrida::scenario::python::add_stats_feed,
    acrida::scenario::python::add_task_loop,
    acrida::scenario::python::add_user_base,
    acrida::scenario::python::add_wait_time,
    acrida::scenario::python::keep_data_stacks,
};

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    "_acrida",
    "The engine under the package locust.",
    -1,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

}  // namespace

PyMODINIT_FUNC PyInit__acrida() {  // NOLINT(readability-identifier-naming): the name is Python's
  auto module = Object::take(PyModule_Create(&definition));
  if (!module || PyModule_AddStringConstant(module.get(), "__version__", ACRIDA_VERSION) < 0) return nullptr;
  for (const auto add : kParts) {
    if (!add(module.get())) return nullptr;
  }
  return module.release();
}
