#include "http/h2/memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace acrida::http::h2 {

Memory::~Memory() {
  for (Head* head : free_) {
    while (head != nullptr) std::free(std::exchange(head, head->next));
  }
}

nghttp2_mem Memory::functions() {
  return {this, [](std::size_t size, void* memory) { return static_cast<Memory*>(memory)->take(size); },
          [](void* piece, void* memory) { static_cast<Memory*>(memory)->give_back(piece); },
          [](std::size_t count, std::size_t size, void* memory) {
            void* const piece = static_cast<Memory*>(memory)->take(count * size);
            return piece == nullptr ? nullptr : std::memset(piece, 0, count * size);
          },
          [](void* piece, std::size_t size, void* memory) {
            return static_cast<Memory*>(memory)->resize(piece, size);
          }};
}

void* Memory::take(std::size_t size) {
  const std::size_t size_class = std::min((size + kStep - 1) / kStep, kClasses);
  Head* head = size_class < kClasses ? free_[size_class] : nullptr;
  if (head != nullptr) {
    free_[size_class] = head->next;
  } else {
    const std::size_t room = size_class < kClasses ? size_class * kStep : size;
    head = static_cast<Head*>(std::malloc(sizeof(Head) + room));
    if (head == nullptr) return nullptr;
    head->size_class = size_class;
  }
  return head + 1;
}

void Memory::give_back(void* piece) {
  if (piece == nullptr) return;
  Head* const head = static_cast<Head*>(piece) - 1;
  if (head->size_class == kClasses) return std::free(head);
  head->next = std::exchange(free_[head->size_class], head);
}

void* Memory::resize(void* piece, std::size_t size) {
  if (piece == nullptr) return take(size);
  Head* const head = static_cast<Head*>(piece) - 1;
  if (head->size_class == kClasses) {
    auto* const moved = static_cast<Head*>(std::realloc(head, sizeof(Head) + size));
    return moved == nullptr ? nullptr : moved + 1;
  }
  const std::size_t room = head->size_class * kStep;
  if (size <= room) return piece;
  void* const moved = take(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, piece, room);
  give_back(piece);
  return moved;
}

}  // namespace acrida::http::h2
