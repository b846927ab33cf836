#include "tag/toxicity/sentence_gate.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "text/ascii.h"

extern "C" {
// tag/toxicity/toxicity_embed.S, part of the program only.
extern const unsigned char lauter_sentence_gate_begin[] __attribute__((weak));
extern const unsigned char lauter_sentence_gate_end[] __attribute__((weak));
}

namespace lauter {
namespace {

constexpr std::string_view kGateMagic = "LSG1";
constexpr size_t kGateHeader = 16;

/// FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
uint32_t gate_hash(std::string_view word) {
  uint32_t hash = 2166136261U;
  for (const char c : word) {
    hash ^= static_cast<unsigned char>(ascii_lower(c));
    hash *= 16777619U;
  }
  return hash;
}

uint32_t pair_hash(uint32_t before, uint32_t word) {
  const uint32_t mixed = (before * 0x9E3779B1U ^ word) * 0x85EBCA6BU;
  return mixed ^ mixed >> 15;
}

}  // namespace

Result<SentenceGate> SentenceGate::load(std::string_view file) {
  SentenceGate gate;
  uint32_t rows = 0;
  if (file.size() < kGateHeader || !file.starts_with(kGateMagic)) {
    return data_loss("sentence gate: not a file of this kind");
  }
  std::memcpy(&rows, file.data() + 4, sizeof rows);
  std::memcpy(&gate.unit_, file.data() + 8, sizeof gate.unit_);
  std::memcpy(&gate.bias_, file.data() + 12, sizeof gate.bias_);
  if (!std::has_single_bit(rows) || file.size() - kGateHeader != rows ||
      !std::isfinite(gate.unit_) || !std::isfinite(gate.bias_)) {
    return data_loss("sentence gate: the file is cut or broken");
  }
  gate.mask_ = rows - 1;
  gate.values_ = reinterpret_cast<const int8_t*>(file.data() + kGateHeader);
  return gate;
}

Result<SentenceGate> SentenceGate::embedded() {
  if (lauter_sentence_gate_begin == nullptr) return SentenceGate();
  return load(
      {reinterpret_cast<const char*>(lauter_sentence_gate_begin),
       static_cast<size_t>(lauter_sentence_gate_end - lauter_sentence_gate_begin)});
}

bool SentenceGate::passes(std::string_view text, std::span<const Token> tokens) const {
  if (values_ == nullptr) return true;
  int64_t sum = 0;
  uint32_t before = 0;
  for (const Token& token : tokens) {
    const uint32_t word = gate_hash(text.substr(token.begin, token.end - token.begin));
    sum += values_[word & mask_] + values_[pair_hash(before, word) & mask_];
    before = word;
  }
  return static_cast<float>(sum) * unit_ + bias_ > 0;
}

}  // namespace lauter
