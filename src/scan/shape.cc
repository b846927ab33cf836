#include "scan/shape.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace lauter::scan {
namespace {

constexpr size_t kMaxSteps = 20000;
constexpr size_t kMaxStack = 256;
constexpr uint16_t kUnbounded = 4096;

bool digit(int c) { return c >= '0' && c <= '9'; }
bool letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

/// Recursive descent: alternation > sequence > quantified atom. A quantified single class becomes
/// one kRun; a quantified group is unrolled (bounds of groups are small).
class ShapeCompiler {
 public:
  ShapeCompiler(std::string_view pattern, bool caseless) : in_(pattern), caseless_(caseless) {}

  Result<Shape> run() {
    LAUTER_TRY(alternation());
    if (pos_ != in_.size()) return fail("unexpected ')'");
    emit({Shape::Op::kAccept});
    if (shape_.ops_.size() > 4000) return fail("too large");
    index_first_atoms();
    index_choices();
    return std::move(shape_);
  }

 private:
  using Set = std::bitset<256>;

  Error fail(const char* why) const {
    return invalid_argument("shape '" + std::string(in_) + "' at " + std::to_string(pos_) + ": " +
                            why);
  }
  bool more() const { return pos_ < in_.size(); }
  size_t here() const { return shape_.ops_.size(); }
  void emit(Shape::Op op) { shape_.ops_.push_back(op); }

  Result<void> alternation() {
    const size_t begin = here();
    LAUTER_TRY(sequence());
    if (!more() || in_[pos_] != '|') return {};
    ++pos_;
    // split(begin+1, after first) first; jump end; second...
    insert(begin, {Shape::Op::kSplit});
    const size_t jump = here();
    emit({Shape::Op::kJump});
    shape_.ops_[begin].x = static_cast<uint32_t>(begin + 1);
    shape_.ops_[begin].y = static_cast<uint32_t>(here());
    LAUTER_TRY(alternation());
    shape_.ops_[jump].x = static_cast<uint32_t>(here());
    return {};
  }

  Result<void> sequence() {
    while (more() && in_[pos_] != '|' && in_[pos_] != ')') LAUTER_TRY(quantified());
    return {};
  }

  Result<void> quantified() {
    const size_t begin = here();
    const bool group = in_[pos_] == '(';
    if (group) {
      ++pos_;
      LAUTER_TRY(alternation());
      if (!more() || in_[pos_] != ')') return fail("missing ')'");
      ++pos_;
    } else {
      LAUTER_ASSIGN(const Set set, character());
      emit({Shape::Op::kRun, add_set(set)});
    }
    if (!more()) return {};
    uint16_t min = 1, max = 1;
    const char q = in_[pos_];
    if (q == '?') {
      min = 0;
      ++pos_;
    } else if (q == '*') {
      min = 0;
      max = kUnbounded;
      ++pos_;
    } else if (q == '+') {
      max = kUnbounded;
      ++pos_;
    } else if (q == '{') {
      LAUTER_TRY(bounds(min, max));
    } else {
      return {};
    }
    if (!group) {
      shape_.ops_[begin].min = min;
      shape_.ops_[begin].max = max;
      return {};
    }
    if (max > 16) return fail("a group repeats at most 16 times");
    repeat(begin, min, max);
    return {};
  }

  Result<void> bounds(uint16_t& min, uint16_t& max) {
    ++pos_;
    const auto number = [&]() {
      uint32_t n = 0;
      while (more() && digit(in_[pos_]))
        n = std::min<uint32_t>(n * 10 + static_cast<uint32_t>(in_[pos_++] - '0'), kUnbounded);
      return static_cast<uint16_t>(n);
    };
    min = number();
    max = min;
    if (more() && in_[pos_] == ',') {
      ++pos_;
      max = more() && in_[pos_] == '}' ? kUnbounded : number();
    }
    if (!more() || in_[pos_] != '}' || max < min) return fail("bad bounds");
    ++pos_;
    return {};
  }

  /// The ops [begin, here) become min copies and max - min nested optional ones.
  void repeat(size_t begin, uint16_t min, uint16_t max) {
    const std::vector<Shape::Op> body(shape_.ops_.begin() + static_cast<ptrdiff_t>(begin),
                                      shape_.ops_.end());
    shape_.ops_.resize(begin);
    const auto paste = [&] {
      const auto shift = static_cast<uint32_t>(here() - begin);
      for (Shape::Op op : body) {
        if (op.kind == Shape::Op::kSplit || op.kind == Shape::Op::kJump) {
          op.x += shift;
          op.y += shift;
        }
        emit(op);
      }
    };
    for (uint16_t i = 0; i < min; ++i) paste();
    std::vector<size_t> splits;
    for (uint16_t i = min; i < max; ++i) {
      splits.push_back(here());
      emit({Shape::Op::kSplit});
      shape_.ops_.back().x = static_cast<uint32_t>(here());
      paste();
    }
    for (const size_t split : splits) shape_.ops_[split].y = static_cast<uint32_t>(here());
  }

  void insert(size_t at, Shape::Op op) {
    for (size_t i = at; i < here(); ++i) {
      Shape::Op& o = shape_.ops_[i];
      if (o.kind == Shape::Op::kSplit || o.kind == Shape::Op::kJump) {
        ++o.x;
        ++o.y;
      }
    }
    shape_.ops_.insert(shape_.ops_.begin() + static_cast<ptrdiff_t>(at), op);
  }

  uint16_t add_set(const Set& set) {
    for (size_t i = 0; i < shape_.sets_.size(); ++i) {
      if (shape_.sets_[i] == set) return static_cast<uint16_t>(i);
    }
    shape_.sets_.push_back(set);
    return static_cast<uint16_t>(shape_.sets_.size() - 1);
  }

  void add_char(Set& set, int c) {
    set.set(static_cast<size_t>(c));
    if (caseless_ && letter(c)) set.set(static_cast<size_t>(c ^ 32));
  }

  bool escape_class(char c, Set& set) {
    const auto range = [&](int a, int b) {
      for (int i = a; i <= b; ++i) set.set(static_cast<size_t>(i));
    };
    switch (c) {
      case 'd':
        range('0', '9');
        return true;
      case 'w':
        range('0', '9');
        range('a', 'z');
        range('A', 'Z');
        set.set('_');
        return true;
      case 's':
        set.set(' ');
        set.set('\t');
        return true;
      case 'n':
        set.set('\n');
        return true;
      case 't':
        set.set('\t');
        return true;
      default:
        return false;
    }
  }

  Result<Set> character() {
    Set set;
    const char c = in_[pos_++];
    if (c == '.') {
      set.set();
      set.reset('\n');
      return set;
    }
    if (c == '\\') {
      if (!more()) return fail("dangling escape");
      const char e = in_[pos_++];
      if (!escape_class(e, set)) add_char(set, static_cast<unsigned char>(e));
      return set;
    }
    if (c != '[') {
      if (c == '?' || c == '*' || c == '+' || c == '{') return fail("nothing to repeat");
      add_char(set, static_cast<unsigned char>(c));
      return set;
    }
    const bool negate = more() && in_[pos_] == '^';
    if (negate) ++pos_;
    bool first = true;
    while (more() && (in_[pos_] != ']' || first)) {
      first = false;
      int a = static_cast<unsigned char>(in_[pos_++]);
      if (a == '\\' && more()) {
        const char e = in_[pos_++];
        if (escape_class(e, set)) continue;
        a = static_cast<unsigned char>(e);
      }
      if (pos_ + 1 < in_.size() && in_[pos_] == '-' && in_[pos_ + 1] != ']') {
        const int b = static_cast<unsigned char>(in_[pos_ + 1]);
        if (b < a) return fail("bad range");
        pos_ += 2;
        for (int i = a; i <= b; ++i) add_char(set, i);
      } else {
        add_char(set, a);
      }
    }
    if (!more()) return fail("missing ']'");
    ++pos_;
    if (negate) set.flip();
    return set;
  }

  /// The bytes that the program can go on with at `pc`; everything where it may end.
  void first_bytes(uint32_t pc, Set& set, std::vector<bool>& seen) const {
    if (seen[pc]) return;
    seen[pc] = true;
    const Shape::Op& op = shape_.ops_[pc];
    switch (op.kind) {
      case Shape::Op::kAccept:
        set.set();
        break;
      case Shape::Op::kJump:
        first_bytes(op.x, set, seen);
        break;
      case Shape::Op::kSplit:
        first_bytes(op.x, set, seen);
        first_bytes(op.y, set, seen);
        break;
      case Shape::Op::kRun:
        set |= shape_.sets_[op.set];
        if (op.min == 0) first_bytes(pc + 1, set, seen);
        break;
    }
  }

  /// Each choice learns which byte it needs, so that long lists of alternatives cost a test each.
  void index_choices() {
    const auto class_of = [&](uint32_t pc) {
      Set set;
      std::vector<bool> seen(shape_.ops_.size());
      first_bytes(pc, set, seen);
      return add_set(set);
    };
    for (size_t pc = 0; pc < shape_.ops_.size(); ++pc) {
      if (shape_.ops_[pc].kind != Shape::Op::kSplit) continue;
      const uint16_t x_set = class_of(shape_.ops_[pc].x);
      const uint16_t y_set = class_of(shape_.ops_[pc].y);
      shape_.ops_[pc].x_set = x_set;
      shape_.ops_[pc].y_set = y_set;
    }
  }

  /// Walks the program symbolically, tracking the length and kind of the first run of letters and
  /// digits until something else, or the end, closes it.
  void index_first_atoms() {
    // A state: the op, the run's length so far (at most 32) and which of digits (1) and letters (2)
    // it holds.
    constexpr size_t kStates = 33 * 4;
    std::vector<std::bitset<kStates>> seen(here());
    struct State {
      uint32_t pc;
      uint8_t length, holds;
    };
    std::vector<State> todo;
    const auto visit = [&](size_t pc, size_t length, size_t holds) {
      if (seen[pc].test(length * 4 + holds)) return;
      seen[pc].set(length * 4 + holds);
      todo.push_back(
          {static_cast<uint32_t>(pc), static_cast<uint8_t>(length), static_cast<uint8_t>(holds)});
    };
    const auto close = [&](size_t length, size_t holds, uint16_t follow) {
      const AtomKind kind = holds == 3   ? AtomKind::kMixed
                            : holds == 1 ? AtomKind::kDigits
                                         : AtomKind::kLetters;
      const size_t key = length == 0 ? kSymbolStart : first_atom_key(kind, length);
      shape_.first_atoms_.set(key);
      shape_.follow_[key] |= follow;
    };
    struct Members {
      bool digit = false, letter = false;
      uint16_t others = 0;  // follow classes
    };
    std::vector<Members> members(shape_.sets_.size());
    for (size_t i = 0; i < members.size(); ++i) {
      for (int c = 0; c < 256; ++c) {
        if (!shape_.sets_[i].test(static_cast<size_t>(c))) continue;
        if (digit(c)) {
          members[i].digit = true;
        } else if (letter(c)) {
          members[i].letter = true;
        } else {
          members[i].others |= static_cast<uint16_t>(1U << follow_class(static_cast<char>(c)));
        }
      }
    }
    visit(0, 0, 0);
    while (!todo.empty()) {
      const State state = todo.back();
      todo.pop_back();
      const Shape::Op& op = shape_.ops_[state.pc];
      switch (op.kind) {
        case Shape::Op::kAccept:
          close(state.length, state.holds, 0xFFFF);
          break;
        case Shape::Op::kJump:
          visit(op.x, state.length, state.holds);
          break;
        case Shape::Op::kSplit:
          visit(op.x, state.length, state.holds);
          visit(op.y, state.length, state.holds);
          break;
        case Shape::Op::kRun: {
          const Members& set = members[op.set];
          // What the run may hold after k characters of the op: a bit for each of the four.
          unsigned layer = 1U << state.holds;
          const uint32_t far = std::max<uint32_t>(op.min, 40);
          for (uint32_t k = 0; k <= op.max && k <= far && layer != 0; ++k) {
            const size_t length = std::min<size_t>(state.length + k, 32);
            unsigned next = 0;
            for (unsigned holds = 0; holds < 4; ++holds) {
              if ((layer >> holds & 1) == 0) continue;
              if (k >= op.min) visit(state.pc + 1, length, holds);
              if (k == op.max) continue;
              if (set.others != 0) close(length, holds, set.others);
              if (set.digit) next |= 1U << (holds | 1);
              if (set.letter) next |= 1U << (holds | 2);
            }
            layer = next;
          }
          break;
        }
      }
    }
  }

  std::string_view in_;
  bool caseless_;
  size_t pos_ = 0;
  Shape shape_;
};

Result<Shape> Shape::compile(std::string_view pattern, bool caseless) {
  return ShapeCompiler(pattern, caseless).run();
}

size_t Shape::match(std::string_view text, size_t pos) const {
  // A stacked choice: resume at op `pc` with the end anywhere from `at` down to `lowest`.
  struct Choice {
    uint32_t pc;
    size_t at, lowest;
  };
  std::array<Choice, kMaxStack> stack;
  size_t depth = 0;
  uint32_t pc = 0;
  size_t at = pos;
  for (size_t steps = 0; steps < kMaxSteps; ++steps) {
    const Op& op = ops_[pc];
    bool failed = false;
    switch (op.kind) {
      case Op::kRun: {
        const Set& set = sets_[op.set];
        const size_t limit = std::min(text.size(), at + op.max);
        size_t end = at;
        while (end < limit && set.test(static_cast<unsigned char>(text[end]))) ++end;
        if (end - at < op.min) {
          failed = true;
          break;
        }
        const size_t lowest = at + op.min;
        if (end > lowest) {
          if (depth == kMaxStack) return npos;
          stack[depth++] = {pc + 1, end - 1, lowest};
        }
        at = end;
        ++pc;
        break;
      }
      case Op::kSplit: {
        // At the end of the text only a way that needs no byte goes on; its class holds them all.
        const bool first = at < text.size()
                               ? sets_[op.x_set].test(static_cast<unsigned char>(text[at]))
                               : sets_[op.x_set].all();
        const bool second = at < text.size()
                                ? sets_[op.y_set].test(static_cast<unsigned char>(text[at]))
                                : sets_[op.y_set].all();
        if (!first && !second) {
          failed = true;
          break;
        }
        if (first && second) {
          if (depth == kMaxStack) return npos;
          stack[depth++] = {op.y, at, at};
        }
        pc = first ? op.x : op.y;
        break;
      }
      case Op::kJump:
        pc = op.x;
        break;
      case Op::kAccept:
        if (at == pos)
          failed = true;
        else
          return at - pos;
        break;
    }
    if (failed) {
      if (depth == 0) return npos;
      Choice& top = stack[depth - 1];
      pc = top.pc;
      at = top.at;
      if (top.at == top.lowest)
        --depth;
      else
        --top.at;
    }
  }
  return npos;
}

}  // namespace lauter::scan
