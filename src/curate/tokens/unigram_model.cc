#include <algorithm>
#include <array>
#include <bit>
#include <utility>
#include <limits>

#include "curate/tokens/token_model.h"
#include "text/utf8.h"
#include "text/pieces/vocabulary.h"

namespace lauter {
namespace {

/// All pieces byte by byte: from a node and a byte to a node, in open addressing, half full.
class PieceTrie {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  explicit PieceTrie(const std::vector<std::pair<std::string, double>>& pieces) {
    size_t bytes = 1;
    for (const auto& [piece, score] : pieces) bytes += piece.size();
    std::vector<Entry> all(std::bit_ceil(2 * bytes));
    entries_ = std::move(all);
    for (uint32_t id = 0; id < pieces.size(); ++id) add(pieces[id].first, id);
    shrink();
  }

  /// The node behind `byte` from `node`, the root being 0; kNone.
  uint32_t next(uint32_t node, char byte) const { return entries_[slot(key_of(node, byte))].node; }
  /// The piece that ends at `node`, of two that are the same the last; kNone.
  uint32_t piece(uint32_t node) const { return pieces_[node]; }

 private:
  struct Entry {
    uint64_t key = UINT64_MAX;
    uint32_t node = kNone;
  };
  static uint64_t key_of(uint32_t node, char byte) { return uint64_t{node} << 8U | static_cast<uint8_t>(byte); }

  size_t slot(uint64_t key) const {
    size_t at = (key * 0x9E3779B97F4A7C15ULL >> 20U) & (entries_.size() - 1);
    while (entries_[at].key != key && entries_[at].key != UINT64_MAX) at = (at + 1) & (entries_.size() - 1);
    return at;
  }
  void add(std::string_view piece, uint32_t id) {
    if (piece.empty()) return;
    uint32_t node = 0;
    for (const char byte : piece) {
      Entry& entry = entries_[slot(key_of(node, byte))];
      if (entry.node == kNone) {
        entry = {key_of(node, byte), static_cast<uint32_t>(pieces_.size())};
        pieces_.push_back(kNone);
      }
      node = entry.node;
    }
    pieces_[node] = id;
  }
  /// What pieces share needs room once.
  void shrink() {
    const std::vector<Entry> full = std::exchange(entries_, std::vector<Entry>(std::bit_ceil(2 * pieces_.size())));
    for (const Entry& entry : full) {
      if (entry.node != kNone) entries_[slot(entry.key)] = entry;
    }
  }

  std::vector<Entry> entries_;
  std::vector<uint32_t> pieces_ = {kNone};
};

class Unigram : public TokenModel {
 public:
  explicit Unigram(UnigramParts parts) : parts_(std::move(parts)), trie_(parts_.vocab) {
    Vocabulary vocabulary;
    double lowest = std::numeric_limits<double>::infinity();
    for (uint32_t id = 0; id < parts_.vocab.size(); ++id) {
      vocabulary.add(parts_.vocab[id].first, id);
      lowest = std::min(lowest, parts_.vocab[id].second);
    }
    unknown_score_ = lowest - kUnknownPenalty;
    if (parts_.byte_fallback) byte_pieces_ = vocabulary.byte_pieces();
  }

  uint64_t count(std::string_view word, TokenModelScratch& scratch) const override {
    std::vector<TokenModelScratch::Step>& steps = scratch.steps;
    find_best(word, steps);
    uint64_t count = 0;
    for (size_t end = word.size(); end > 0;) {
      size_t begin = steps[end].from;
      const bool is_unknown = steps[end].token == parts_.unknown;
      while (is_unknown && begin > 0 && steps[begin].token == parts_.unknown) begin = steps[begin].from;
      count += is_unknown ? count_unknown(word.substr(begin, end - begin)) : 1;
      end = begin;
    }
    return count;
  }

 private:
  static constexpr double kUnknownPenalty = 10;

  void find_best(std::string_view word, std::vector<TokenModelScratch::Step>& steps) const {
    steps.assign(word.size() + 1, {});
    const auto offer = [&](size_t from, size_t to, double score, uint32_t token) {
      TokenModelScratch::Step& step = steps[to];
      const double whole = score + steps[from].score;
      if (step.from == UINT32_MAX || whole > step.score) step = {whole, static_cast<uint32_t>(from), token};
    };
    for (size_t at = 0; at < word.size();) {
      const size_t size = utf8_length(word[at]);
      bool is_known = false;
      uint32_t node = 0;
      for (size_t end = at; end < word.size();) {
        node = trie_.next(node, word[end++]);
        if (node == PieceTrie::kNone) break;
        const uint32_t token = trie_.piece(node);
        if (token == PieceTrie::kNone) continue;
        offer(at, end, parts_.vocab[token].second, token);
        is_known = is_known || end - at == size;
      }
      if (!is_known) offer(at, at + size, unknown_score_, parts_.unknown);
      at += size;
    }
  }

  uint64_t count_unknown(std::string_view stretch) const {
    if (!parts_.byte_fallback || stretch == parts_.vocab[parts_.unknown].first) return 1;
    const bool all = std::ranges::all_of(stretch, [this](char c) { return byte_pieces_[static_cast<uint8_t>(c)] != Vocabulary::kNone; });
    return all ? stretch.size() : 1;
  }

  UnigramParts parts_;
  PieceTrie trie_;
  double unknown_score_ = 0;
  std::array<uint32_t, 256> byte_pieces_{};
};

}  // namespace

std::unique_ptr<TokenModel> make_unigram(UnigramParts parts) { return std::make_unique<Unigram>(std::move(parts)); }

}  // namespace lauter
