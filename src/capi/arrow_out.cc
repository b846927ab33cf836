#include "capi/arrow_out.h"

#include <cstring>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <unordered_map>

namespace lauter::capi {
namespace {

/// An array with all that it points to. Buffers are bytes; the first is the validity, empty without nulls.
struct Column {
  std::string format;
  std::string name{};
  int64_t length = 0;
  int64_t null_count = 0;
  bool is_nullable = false;
  std::vector<std::vector<char>> buffers{};
  std::deque<Column> children{};
  std::unique_ptr<Column> dictionary{};
};

template <typename T>
void push(std::vector<char>& buffer, T value) {
  static_assert(std::is_trivially_copyable_v<T>);
  const size_t at = buffer.size();
  buffer.resize(at + sizeof value);
  std::memcpy(buffer.data() + at, &value, sizeof value);
}

void push(std::vector<char>& buffer, std::string_view bytes) { buffer.insert(buffer.end(), bytes.begin(), bytes.end()); }

/// Grows a column entry by entry.
class Builder {
 public:
  Builder(std::string format, std::string name, size_t n_buffers) : column_{.format = std::move(format), .name = std::move(name)} {
    column_.buffers.resize(n_buffers);
  }

  std::vector<char>& buffer(size_t index) { return column_.buffers[index]; }
  void add() { ++column_.length; }
  void add_null() {
    // The validity is made when the first null comes.
    if (column_.null_count++ == 0) valid_.assign(static_cast<size_t>(column_.length), true);
    valid_.resize(static_cast<size_t>(column_.length), true);
    valid_.push_back(false);
    ++column_.length;
  }
  Column take() && {
    if (column_.null_count > 0) {
      valid_.resize(static_cast<size_t>(column_.length), true);
      std::vector<char>& bits = column_.buffers[0];
      bits.assign((valid_.size() + 7) / 8, 0);
      for (size_t i = 0; i < valid_.size(); ++i) {
        if (valid_[i]) bits[i / 8] = static_cast<char>(bits[i / 8] | (1 << (i % 8)));
      }
    }
    return std::move(column_);
  }
  void set_nullable() { column_.is_nullable = true; }

 private:
  Column column_;
  std::vector<bool> valid_{};
};

/// Strings with offsets of type Offset.
template <typename Offset>
class StringBuilder {
 public:
  StringBuilder(std::string name, bool nullable) : builder_(sizeof(Offset) == 4 ? "u" : "U", std::move(name), 3) {
    if (nullable) builder_.set_nullable();
    push(builder_.buffer(1), Offset{0});
  }
  void add(const lauter_view& text) {
    if (text.data == nullptr) {
      builder_.add_null();
    } else {
      push(builder_.buffer(2), view_of(text));
      builder_.add();
    }
    push(builder_.buffer(1), static_cast<Offset>(builder_.buffer(2).size()));
  }
  void reserve(size_t entries, size_t bytes) {
    builder_.buffer(1).reserve((entries + 1) * sizeof(Offset));
    builder_.buffer(2).reserve(bytes);
  }
  Column take() && { return std::move(builder_).take(); }

 private:
  Builder builder_;
};

/// Numbers in place of words that repeat.
template <typename Index>
class WordBuilder {
 public:
  explicit WordBuilder(std::string name)
      : builder_(sizeof(Index) == 1 ? "c" : "s", std::move(name), 2), words_("", false) {}
  void add(const lauter_view& word) {
    const auto [known, is_new] = numbers_.try_emplace(view_of(word), static_cast<Index>(numbers_.size()));
    if (is_new) words_.add(word);
    push(builder_.buffer(1), known->second);
    builder_.add();
  }
  Column take() && {
    Column column = std::move(builder_).take();
    column.dictionary = std::make_unique<Column>(std::move(words_).take());
    return column;
  }

 private:
  Builder builder_;
  StringBuilder<int32_t> words_;
  std::unordered_map<std::string_view, Index> numbers_{};
};

template <typename T>
class NumberBuilder {
 public:
  NumberBuilder(std::string format, std::string name) : builder_(std::move(format), std::move(name), 2) {}
  void add(T value) {
    push(builder_.buffer(1), value);
    builder_.add();
  }
  Column take() && { return std::move(builder_).take(); }

 private:
  Builder builder_;
};

Column view_column(std::span<const lauter_view> texts) {
  constexpr size_t kInline = 12;
  constexpr size_t kMaxBuffer = size_t{1} << 30U;
  Builder builder("vu", "", 2);
  builder.set_nullable();
  std::vector<std::vector<char>> data;
  for (const lauter_view& text : texts) {
    char entry[16] = {};
    if (text.data != nullptr) {
      const auto size = static_cast<int32_t>(text.size);
      std::memcpy(entry, &size, sizeof size);
      if (text.size <= kInline) {
        std::memcpy(entry + 4, text.data, text.size);
      } else {
        if (data.empty() || data.back().size() + text.size > kMaxBuffer) data.emplace_back();
        const int32_t place[] = {static_cast<int32_t>(data.size() - 1), static_cast<int32_t>(data.back().size())};
        std::memcpy(entry + 4, text.data, 4);
        std::memcpy(entry + 8, place, sizeof place);
        push(data.back(), view_of(text));
      }
    }
    push(builder.buffer(1), std::string_view(entry, sizeof entry));
    text.data == nullptr ? builder.add_null() : builder.add();
  }
  Column column = std::move(builder).take();
  std::vector<char> sizes;
  for (std::vector<char>& buffer : data) {
    push(sizes, static_cast<int64_t>(buffer.size()));
    column.buffers.push_back(std::move(buffer));
  }
  column.buffers.push_back(std::move(sizes));
  return column;
}

/// What a schema and an array of one column own. Those of children and dictionaries belong to it too.
struct SchemaOwner {
  std::string format, name;
  std::vector<ArrowSchema> children{};
  std::vector<ArrowSchema*> pointers{};
  ArrowSchema dictionary{};
};
struct ArrayOwner {
  std::vector<std::vector<char>> buffers{};
  std::vector<const void*> places{};
  std::vector<ArrowArray> children{};
  std::vector<ArrowArray*> pointers{};
  ArrowArray dictionary{};
};

template <typename Owner, typename Arrow>
void release(Arrow* arrow) {
  for (int64_t i = 0; i < arrow->n_children; ++i) {
    if (arrow->children[i]->release != nullptr) arrow->children[i]->release(arrow->children[i]);
  }
  if (arrow->dictionary != nullptr && arrow->dictionary->release != nullptr) arrow->dictionary->release(arrow->dictionary);
  delete static_cast<Owner*>(arrow->private_data);
  arrow->release = nullptr;
}

void export_schema(const Column& column, ArrowSchema* out) {
  auto* owner = new SchemaOwner{.format = column.format, .name = column.name};
  owner->children.resize(column.children.size());
  for (size_t i = 0; i < column.children.size(); ++i) {
    export_schema(column.children[i], &owner->children[i]);
    owner->pointers.push_back(&owner->children[i]);
  }
  if (column.dictionary != nullptr) export_schema(*column.dictionary, &owner->dictionary);
  *out = {.format = owner->format.c_str(),
          .name = owner->name.c_str(),
          .metadata = nullptr,
          .flags = column.is_nullable ? ARROW_FLAG_NULLABLE : 0,
          .n_children = static_cast<int64_t>(owner->children.size()),
          .children = owner->pointers.data(),
          .dictionary = column.dictionary == nullptr ? nullptr : &owner->dictionary,
          .release = release<SchemaOwner, ArrowSchema>,
          .private_data = owner};
}

void export_array(Column&& column, ArrowArray* out) {
  static const int64_t kNothing = 0;  // an empty buffer still is a place
  auto* owner = new ArrayOwner{.buffers = std::move(column.buffers)};
  for (size_t i = 0; i < owner->buffers.size(); ++i) {
    const bool is_validity = i == 0;
    const void* empty = is_validity ? nullptr : &kNothing;
    owner->places.push_back(owner->buffers[i].empty() ? empty : owner->buffers[i].data());
  }
  owner->children.resize(column.children.size());
  for (size_t i = 0; i < column.children.size(); ++i) {
    export_array(std::move(column.children[i]), &owner->children[i]);
    owner->pointers.push_back(&owner->children[i]);
  }
  if (column.dictionary != nullptr) export_array(std::move(*column.dictionary), &owner->dictionary);
  *out = {.length = column.length,
          .null_count = column.null_count,
          .offset = 0,
          .n_buffers = static_cast<int64_t>(owner->places.size()),
          .n_children = static_cast<int64_t>(owner->children.size()),
          .buffers = owner->places.data(),
          .children = owner->pointers.data(),
          .dictionary = column.dictionary == nullptr ? nullptr : &owner->dictionary,
          .release = release<ArrayOwner, ArrowArray>,
          .private_data = owner};
}

void export_column(Column&& column, ArrowSchema* schema, ArrowArray* array) {
  export_schema(column, schema);
  export_array(std::move(column), array);
}

template <typename Offset>
Column string_column(std::span<const lauter_view> texts, size_t bytes) {
  StringBuilder<Offset> builder("", true);
  builder.reserve(texts.size(), bytes);
  for (const lauter_view& text : texts) builder.add(text);
  return std::move(builder).take();
}

lauter_view state_word(int state) {
  static constexpr std::string_view kStateWords[] = {"kept", "edited", "rejected", "null"};
  return view_of(kStateWords[state]);
}

Column edits_column(const Batch& batch) {
  NumberBuilder<int64_t> start("l", "start"), end("l", "end"), refined_start("l", "refined_start"), refined_end("l", "refined_end");
  NumberBuilder<float> score("f", "score");
  NumberBuilder<int32_t> text("i", "text");
  StringBuilder<int32_t> replacement("replacement", true), reason("reason", true);
  WordBuilder<int16_t> label("label"), rule("rule"), stage("stage");
  Builder list("+l", "edits", 2);
  push(list.buffer(1), int32_t{0});
  int32_t n = 0;
  for (const RowResult& row : batch.rows()) {
    for (const lauter_edit& edit : row.edits) {
      start.add(static_cast<int64_t>(edit.start));
      end.add(static_cast<int64_t>(edit.end));
      replacement.add(edit.replacement);
      label.add(edit.label);
      rule.add(edit.rule);
      stage.add(edit.stage);
      score.add(edit.score);
      refined_start.add(static_cast<int64_t>(edit.refined_start));
      refined_end.add(static_cast<int64_t>(edit.refined_end));
      reason.add(edit.reason);
      text.add(static_cast<int32_t>(edit.text));
      ++n;
    }
    list.add();
    push(list.buffer(1), n);
  }
  Column edit{.format = "+s", .name = "item", .length = n, .buffers = std::vector<std::vector<char>>(1)};
  edit.children.push_back(std::move(start).take());
  edit.children.push_back(std::move(end).take());
  edit.children.push_back(std::move(replacement).take());
  edit.children.push_back(std::move(label).take());
  edit.children.push_back(std::move(rule).take());
  edit.children.push_back(std::move(stage).take());
  edit.children.push_back(std::move(score).take());
  edit.children.push_back(std::move(refined_start).take());
  edit.children.push_back(std::move(refined_end).take());
  edit.children.push_back(std::move(reason).take());
  edit.children.push_back(std::move(text).take());
  Column edits = std::move(list).take();
  edits.children.push_back(std::move(edit));
  return edits;
}

}  // namespace

Result<void> export_texts(const Batch& batch, int type, ArrowSchema* schema, ArrowArray* array) {
  const auto texts = batch.refined();
  size_t bytes = 0;
  for (const lauter_view& text : texts) bytes += text.data == nullptr ? 0 : text.size;
  if (type == LAUTER_UTF8_VIEW) {
    export_column(view_column(texts), schema, array);
  } else if (type == LAUTER_LARGE_UTF8) {
    export_column(string_column<int64_t>(texts, bytes), schema, array);
  } else if (bytes > static_cast<size_t>(std::numeric_limits<int32_t>::max())) {
    return resource_exhausted("more than 2 GiB of text: take large_utf8 or utf8_view, or smaller batches");
  } else {
    export_column(string_column<int32_t>(texts, bytes), schema, array);
  }
  return {};
}

void export_table(const Batch& batch, ArrowSchema* schema, ArrowArray* array) {
  WordBuilder<int8_t> state("state");
  StringBuilder<int32_t> reason("reason", true);
  for (const RowResult& row : batch.rows()) {
    state.add(state_word(row.state));
    reason.add(row.reason);
  }
  Column table{.format = "+s", .length = static_cast<int64_t>(batch.rows().size()), .buffers = std::vector<std::vector<char>>(1)};
  table.children.push_back(std::move(state).take());
  table.children.push_back(std::move(reason).take());
  table.children.push_back(edits_column(batch));
  export_column(std::move(table), schema, array);
}

}  // namespace lauter::capi
