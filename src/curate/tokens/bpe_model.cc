#include <algorithm>
#include <bit>
#include <functional>
#include <optional>

#include "curate/tokens/token_model.h"
#include "curate/tokens/token_normalizer.h"
#include "text/utf8.h"
#include "text/pieces/vocabulary.h"

namespace lauter {
namespace {

constexpr uint32_t kUnknownPiece = Vocabulary::kNone - 1;

/// From two tokens to their rank and what they become: open addressing, half full.
class MergeTable {
 public:
  struct Entry {
    uint64_t pair = UINT64_MAX;
    uint32_t rank = 0;
    uint32_t token = 0;
  };
  void reserve(size_t n) { entries_.resize(std::bit_ceil(2 * n + 2)); }
  void add(uint64_t pair, uint32_t rank, uint32_t token) {
    Entry& entry = entries_[slot(pair)];
    if (entry.pair == UINT64_MAX) entry = {pair, rank, token};
  }
  const Entry* find(uint32_t a, uint32_t b) const {
    const Entry& entry = entries_[slot(uint64_t{a} << 32U | b)];
    return entry.pair == UINT64_MAX ? nullptr : &entry;
  }

 private:
  size_t slot(uint64_t pair) const {
    size_t at = (pair * 0x9E3779B97F4A7C15ULL >> 20U) & (entries_.size() - 1);
    while (entries_[at].pair != pair && entries_[at].pair != UINT64_MAX) at = (at + 1) & (entries_.size() - 1);
    return at;
  }
  std::vector<Entry> entries_;
};

class Bpe : public TokenModel {
 public:
  explicit Bpe(BpeParts parts) : parts_(std::move(parts)) {}

  Result<void> build() {
    const std::vector<std::string>& vocab = parts_.vocab;
    for (uint32_t id = 0; id < vocab.size(); ++id) {
      if (auto piece = said(vocab[id])) vocabulary_.add(std::move(*piece), id);
    }
    byte_pieces_ = vocabulary_.byte_pieces();
    for (uint32_t byte = 0; parts_.byte_level && byte < 256; ++byte) {
      byte_pieces_[byte] = vocabulary_.find(std::string(1, static_cast<char>(byte)));
    }
    merges_.reserve(parts_.merges.size());
    for (uint32_t rank = 0; rank < parts_.merges.size(); ++rank) {
      const auto [a, b] = parts_.merges[rank];
      if (a >= vocab.size() || b >= vocab.size()) return invalid_argument("a merge names no piece of the vocabulary");
      const size_t prefix = std::min(parts_.continuing.size(), vocab[b].size());
      const auto joined = said(vocab[a] + vocab[b].substr(prefix));
      const uint32_t piece = joined ? vocabulary_.find(*joined) : Vocabulary::kNone;
      if (piece == Vocabulary::kNone) {
        return invalid_argument("merge " + std::to_string(rank) + " makes no piece of the vocabulary");
      }
      merges_.add(uint64_t{a} << 32U | b, rank, piece);
    }
    return {};
  }

  uint64_t count(std::string_view word, TokenModelScratch& scratch) const override {
    if (parts_.ignore_merges && vocabulary_.find(word) != Vocabulary::kNone) return 1;
    std::vector<TokenModelScratch::Symbol>& symbols = scratch.symbols;
    symbols.clear();
    parts_.byte_level ? begin_bytes(word, symbols) : begin_characters(word, symbols);
    return symbols.empty() ? 0 : merge(symbols, scratch.heap);
  }

 private:
  using Symbols = std::vector<TokenModelScratch::Symbol>;

  /// A piece as words have it; nothing for what stands for no bytes.
  std::optional<std::string> said(std::string_view piece) const {
    if (!parts_.byte_level) return std::string(piece);
    std::string bytes;
    for (size_t i = 0; i < piece.size();) {
      const int byte = byte_of_level_character(decode_utf8(piece, i));
      if (byte < 0) return std::nullopt;
      bytes += static_cast<char>(byte);
    }
    return bytes;
  }

  static void push(uint32_t id, Symbols& symbols) {
    const auto n = static_cast<int32_t>(symbols.size());
    symbols.push_back({id, n - 1, n + 1, 1});
  }

  void begin_bytes(std::string_view word, Symbols& symbols) const {
    for (const char c : word) {
      const uint32_t id = byte_pieces_[static_cast<uint8_t>(c)];
      if (id != Vocabulary::kNone) push(id, symbols);
      if (id == Vocabulary::kNone && parts_.has_unknown) push(kUnknownPiece, symbols);
    }
  }

  void begin_characters(std::string_view word, Symbols& symbols) const {
    const bool is_plain = parts_.continuing.empty() && parts_.end_of_word.empty();
    std::string made;
    for (size_t i = 0; i < word.size();) {
      const size_t size = utf8_length(word[i]);
      std::string_view piece = word.substr(i, size);
      if (!is_plain) {
        made = i > 0 ? parts_.continuing : "";
        made += piece;
        if (i + size == word.size()) made += parts_.end_of_word;
        piece = made;
      }
      i += size;
      const uint32_t id = vocabulary_.find(piece);
      const auto is_piece = [this](char c) { return byte_pieces_[static_cast<uint8_t>(c)] != Vocabulary::kNone; };
      if (id != Vocabulary::kNone) {
        push(id, symbols);
      } else if (parts_.byte_fallback && std::ranges::all_of(piece, is_piece)) {
        for (const char c : piece) push(byte_pieces_[static_cast<uint8_t>(c)], symbols);
      } else if (parts_.has_unknown && (!parts_.fuse_unknown || symbols.empty() || symbols.back().id != kUnknownPiece)) {
        push(kUnknownPiece, symbols);
      }
    }
  }

  uint64_t merge(Symbols& symbols, std::vector<uint64_t>& heap) const {
    symbols.back().next = -1;
    // Of rank and place; a token that has changed since is told by what its pair becomes.
    heap.clear();
    const auto offer = [&](int32_t at) {
      if (at < 0 || symbols[static_cast<size_t>(at)].next < 0) return;
      const TokenModelScratch::Symbol& symbol = symbols[static_cast<size_t>(at)];
      const MergeTable::Entry* entry = merges_.find(symbol.id, symbols[static_cast<size_t>(symbol.next)].id);
      if (entry == nullptr) return;
      heap.push_back(uint64_t{entry->rank} << 32U | static_cast<uint32_t>(at));
      std::ranges::push_heap(heap, std::greater<>());
    };
    for (size_t i = 0; i + 1 < symbols.size(); ++i) offer(static_cast<int32_t>(i));
    uint64_t count = symbols.size();
    while (!heap.empty()) {
      std::ranges::pop_heap(heap, std::greater<>());
      const uint64_t top = heap.back();
      heap.pop_back();
      const auto at = static_cast<int32_t>(top & UINT32_MAX);
      TokenModelScratch::Symbol& symbol = symbols[static_cast<size_t>(at)];
      if (symbol.size == 0 || symbol.next < 0) continue;
      TokenModelScratch::Symbol& behind = symbols[static_cast<size_t>(symbol.next)];
      const MergeTable::Entry* entry = merges_.find(symbol.id, behind.id);
      if (entry == nullptr || entry->rank != top >> 32U) continue;
      symbol.id = entry->token;
      behind.size = 0;
      symbol.next = behind.next;
      if (symbol.next >= 0) symbols[static_cast<size_t>(symbol.next)].previous = at;
      --count;
      offer(symbol.previous);
      offer(at);
    }
    return count;
  }

  BpeParts parts_;
  Vocabulary vocabulary_;
  MergeTable merges_;
  std::array<uint32_t, 256> byte_pieces_{};
};

}  // namespace

Result<std::unique_ptr<TokenModel>> make_bpe(BpeParts parts) {
  auto model = std::make_unique<Bpe>(std::move(parts));
  LAUTER_TRY(model->build());
  return std::unique_ptr<TokenModel>(std::move(model));
}

}  // namespace lauter
