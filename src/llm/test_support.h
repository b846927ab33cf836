/// Shared by the tests of llm.
#pragma once

#include <string>
#include <utility>

#include "base/hash.h"
#include "llm/question/prompts.h"

namespace lauter::llm {

inline const Prompts& prompts() {
  static const Prompts all = std::move(*Prompts::embedded());
  return all;
}

inline const SecretKey& test_key() {
  static const SecretKey key{std::string(32, 'k')};
  return key;
}

}  // namespace lauter::llm
