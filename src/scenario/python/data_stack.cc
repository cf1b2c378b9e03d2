#include "scenario/python/data_stack.h"

#include <cstddef>
#include <new>

namespace acrida::scenario::python {
namespace {

constexpr std::size_t kPiece = 16'384;  // of the interpreter's; deep frames take larger ones
constexpr std::size_t kMostKept = 256;  // 1 MB, for of most only a page was ever used

struct Piece {
  Piece* next;
};

PyObjectArenaAllocator system_allocator;
Piece* kept = nullptr;  // guarded by the interpreter's lock
std::size_t count = 0;

void* take(void* context, std::size_t size) {
  if (size != kPiece || kept == nullptr) return system_allocator.alloc(context, size);
  Piece* const piece = kept;
  kept = piece->next;
  --count;
  return piece;
}

void give_back(void* context, void* memory, std::size_t size) {
  if (size != kPiece || count == kMostKept) return system_allocator.free(context, memory, size);
  kept = ::new (memory) Piece{kept};
  ++count;
}

}  // namespace

bool keep_data_stacks(PyObject* /*module*/) {
  PyObject_GetArenaAllocator(&system_allocator);
  PyObjectArenaAllocator keeping = {system_allocator.ctx, take, give_back};
  PyObject_SetArenaAllocator(&keeping);
  return true;
}

// An empty piece has its first place left free, so that the interpreter never sees it end (3.11's pystate.c).
void leave_empty_data_stack() {
  PyThreadState* const state = PyThreadState_Get();
  _PyStackChunk* const piece = state->datastack_chunk;
  if (piece == nullptr || piece->previous != nullptr || state->datastack_top != &piece->data[1]) return;
  state->datastack_chunk = nullptr;
  state->datastack_top = state->datastack_limit = nullptr;
  PyObjectArenaAllocator allocator;
  PyObject_GetArenaAllocator(&allocator);
  allocator.free(allocator.ctx, piece, piece->size);
}

}  // namespace acrida::scenario::python
