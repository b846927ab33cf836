#include "io/staged_rows.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "io/files/files.h"
#include "io/files/system.h"

namespace lauter {
namespace {

constexpr uint32_t kBlockMagic = 0x3152534C;  // "LSR1"
constexpr uint32_t kRejectedCode = 0xFFFFFFFF;
constexpr uint32_t kKeptCode = 0xFFFFFFFE;
constexpr uint64_t kHeaderBytes = 16;

struct Block {
  uint64_t first_row = 0;
  uint64_t n_rows = 0;
  uint64_t codes_at = 0;  ///< byte of the file
  uint64_t text_bytes = 0;

  uint64_t texts_at() const { return codes_at + n_rows * sizeof(uint32_t); }
  uint64_t end() const { return texts_at() + text_bytes; }
};

template <typename T>
void append_number(std::string& out, T value) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof bytes);
}

}  // namespace

void StagedRows::keep() { codes_.push_back(kKeptCode); }
void StagedRows::reject() { codes_.push_back(kRejectedCode); }

void StagedRows::replace(std::string_view text) {
  LAUTER_CHECK(text.size() < kKeptCode, "a text of 4 GiB");
  codes_.push_back(static_cast<uint32_t>(text.size()));
  texts_ += text;
}

void StagedRows::take(std::string& out) {
  if (codes_.empty()) return;
  append_number(out, kBlockMagic);
  append_number(out, static_cast<uint32_t>(codes_.size()));
  append_number(out, static_cast<uint64_t>(texts_.size()));
  for (const uint32_t code : codes_) append_number(out, code);
  out += texts_;
  codes_.clear();
  texts_.clear();
}

void append_staged_field(std::string_view field, std::string_view text, std::string& out) {
  for (const std::string_view part : {field, text}) {
    append_number(out, static_cast<uint32_t>(part.size()));
    out += part;
  }
}

struct StagedTexts::State {
  std::string path;
  internal::Fd fd;
  std::vector<Block> blocks;
  size_t loaded = SIZE_MAX;  ///< index of the block that is in memory
  std::vector<uint32_t> codes;
  std::string texts;
  uint64_t fields_of = UINT64_MAX;  ///< the row whose fields are at hand
  std::unordered_map<std::string, std::string> fields;
  uint64_t next_row = 0;  ///< the row at whose begin in `texts` `next_byte` stands
  uint64_t next_byte = 0;

  Result<void> read(uint64_t at, char* to, uint64_t size) {
    LAUTER_ASSIGN(const size_t got, internal::read_at(fd.get(), to, size, at, path));
    if (got != size) return broken();
    return {};
  }
  Error broken() const { return data_loss(path + ": is no whole file of staged rows"); }

  Result<void> scan() {
    LAUTER_ASSIGN(const uint64_t size, file_size(path));
    uint64_t at = 0;
    uint64_t row = 0;
    while (at < size) {
      char header[kHeaderBytes];
      LAUTER_TRY(read(at, header, sizeof header));
      uint32_t magic = 0;
      uint32_t n_rows = 0;
      Block block;
      std::memcpy(&magic, header, 4);
      std::memcpy(&n_rows, header + 4, 4);
      std::memcpy(&block.text_bytes, header + 8, 8);
      block.first_row = row;
      block.n_rows = n_rows;
      block.codes_at = at + kHeaderBytes;
      if (magic != kBlockMagic || n_rows == 0 || block.text_bytes > size || block.end() > size) {
        return broken();
      }
      blocks.push_back(block);
      row += n_rows;
      at = block.end();
    }
    return {};
  }

  uint64_t n_rows() const {
    return blocks.empty() ? 0 : blocks.back().first_row + blocks.back().n_rows;
  }

  size_t block_of(uint64_t row) const {
    const auto behind = std::upper_bound(
        blocks.begin(), blocks.end(), row,
        [](uint64_t value, const Block& block) { return value < block.first_row; });
    return static_cast<size_t>(behind - blocks.begin()) - 1;
  }

  Result<void> read_codes(const Block& block, std::vector<uint32_t>& to) {
    to.resize(block.n_rows);
    return read(block.codes_at, reinterpret_cast<char*>(to.data()), block.n_rows * 4);
  }

  Result<void> load(size_t index) {
    const Block& block = blocks[index];
    loaded = SIZE_MAX;
    LAUTER_TRY(read_codes(block, codes));
    texts.resize(block.text_bytes);
    LAUTER_TRY(read(block.texts_at(), texts.data(), texts.size()));
    uint64_t sum = 0;
    for (const uint32_t code : codes) sum += code < kKeptCode ? code : 0;
    if (sum != texts.size()) return broken();
    loaded = index;
    next_row = block.first_row;
    next_byte = 0;
    return {};
  }
};

StagedTexts::StagedTexts(std::unique_ptr<State> state) : state_(std::move(state)) {}
StagedTexts::StagedTexts(StagedTexts&&) noexcept = default;
StagedTexts& StagedTexts::operator=(StagedTexts&&) noexcept = default;
StagedTexts::~StagedTexts() = default;

Result<StagedTexts> StagedTexts::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  if (path_exists(path)) {
    LAUTER_ASSIGN(state->fd, internal::open_for_reading(path));
    LAUTER_TRY(state->scan());
  }
  return StagedTexts(std::move(state));
}

uint64_t StagedTexts::n_rows() const { return state_->n_rows(); }

Result<StagedTexts::Staged> StagedTexts::at(uint64_t row) {
  State& state = *state_;
  if (row >= state.n_rows()) return Staged{};
  const bool is_loaded = state.loaded < state.blocks.size() &&
                         row >= state.blocks[state.loaded].first_row &&
                         row - state.blocks[state.loaded].first_row < state.codes.size();
  if (!is_loaded) LAUTER_TRY(state.load(state.block_of(row)));
  const uint64_t first = state.blocks[state.loaded].first_row;
  if (row < state.next_row) {
    state.next_row = first;
    state.next_byte = 0;
  }
  for (; state.next_row < row; ++state.next_row) {
    const uint32_t code = state.codes[state.next_row - first];
    state.next_byte += code < kKeptCode ? code : 0;
  }
  const uint32_t code = state.codes[row - first];
  if (code == kRejectedCode) return Staged{};
  if (code == kKeptCode) return Staged{Fate::kKept, {}};
  return Staged{Fate::kReplaced, std::string_view(state.texts).substr(state.next_byte, code)};
}

Result<std::optional<std::string_view>> StagedTexts::field_at(uint64_t row, std::string_view field) {
  State& state = *state_;
  if (state.fields_of != row) {
    LAUTER_ASSIGN(const Staged staged, at(row));
    state.fields.clear();
    state.fields_of = row;
    std::string_view rest = staged.text;
    const auto take = [&rest](std::string_view& part) {
      uint32_t size = 0;
      if (rest.size() < sizeof size) return false;
      std::memcpy(&size, rest.data(), sizeof size);
      rest.remove_prefix(sizeof size);
      part = rest.substr(0, size);
      rest.remove_prefix(part.size());
      return part.size() == size;
    };
    while (!rest.empty()) {
      std::string_view name, text;
      if (!take(name) || !take(text)) return state.broken();
      state.fields.emplace(name, text);
    }
  }
  const auto found = state.fields.find(std::string(field));
  return found == state.fields.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

Result<StagedTexts::Counts> StagedTexts::count(uint64_t begin, uint64_t end) {
  Counts counts;
  std::vector<uint32_t> codes;
  for (uint64_t row = begin; row < end;) {
    const Block& block = state_->blocks[state_->block_of(row)];
    LAUTER_TRY(state_->read_codes(block, codes));
    const uint64_t stop = std::min(end, block.first_row + block.n_rows);
    for (; row < stop; ++row) {
      const uint32_t code = codes[row - block.first_row];
      if (code == kRejectedCode) {
        ++counts.rejected;
      } else {
        ++(code == kKeptCode ? counts.kept : counts.replaced);
      }
    }
  }
  return counts;
}

}  // namespace lauter
