// From a pattern to the ops of a Shape.
#include <algorithm>
#include <array>
#include <cstddef>

#include "base/check.h"
#include "scan/shape.h"
#include "text/ascii.h"

namespace lauter::scan {
namespace {

constexpr uint16_t kUnbounded = 4096;

bool digit(int c) { return c >= '0' && c <= '9'; }

}  // namespace

/// Recursive descent: alternation > sequence > quantified atom. A quantified single class becomes
/// one kRun; a quantified group is unrolled (bounds of groups are small).
class ShapeCompiler {
 public:
  ShapeCompiler(std::string_view pattern, bool caseless, std::shared_ptr<ByteSets> sets)
      : in_(pattern), caseless_(caseless), sets_(std::move(sets)) {}

  Result<Shape> run() {
    LAUTER_TRY(alternation());
    if (pos_ != in_.size()) return fail("unexpected ')'");
    emit({Shape::Op::kAccept});
    if (shape_.ops_.size() > 4000) return fail("too large");
    index_first_atoms();
    index_choices();
    measure();
    shape_.sets_ = std::move(sets_);
    shape_.facts_ = std::make_shared<const Shape::Facts>(std::move(facts_));
    return std::move(shape_);
  }

 private:
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
    // split(after first) first; jump end; second...
    insert(begin, {Shape::Op::kSplit});
    const size_t jump = here();
    emit({Shape::Op::kJump});
    shape_.ops_[begin].x = static_cast<uint16_t>(here());
    LAUTER_TRY(alternation());
    shape_.ops_[jump].x = static_cast<uint16_t>(here());
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
      LAUTER_ASSIGN(const ByteSet set, character());
      emit({.kind = Shape::Op::kRun, .set = sets_->add(set)});
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
      shape_.ops_[begin].x = min;
      shape_.ops_[begin].y = max;
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
      const size_t shift = here() - begin;
      for (Shape::Op op : body) {
        if (op.kind == Shape::Op::kSplit || op.kind == Shape::Op::kJump)
          op.x = static_cast<uint16_t>(op.x + shift);
        emit(op);
      }
    };
    for (uint16_t i = 0; i < min; ++i) paste();
    std::vector<size_t> splits;
    for (uint16_t i = min; i < max; ++i) {
      splits.push_back(here());
      emit({Shape::Op::kSplit});
      paste();
    }
    for (const size_t split : splits) shape_.ops_[split].x = static_cast<uint16_t>(here());
  }

  void insert(size_t at, Shape::Op op) {
    for (size_t i = at; i < here(); ++i) {
      Shape::Op& o = shape_.ops_[i];
      if (o.kind == Shape::Op::kSplit || o.kind == Shape::Op::kJump) ++o.x;
    }
    shape_.ops_.insert(shape_.ops_.begin() + static_cast<ptrdiff_t>(at), op);
  }

  /// `set` as the shape takes it: with the other case of its letters in a caseless one.
  ByteSet cased(const ByteSet& set) {
    if (!caseless_) return set;
    static const ByteSet kUpper = [] {
      ByteSet letters;
      for (size_t c = 'A'; c <= 'Z'; ++c) letters.set(c);
      return letters;
    }();
    const ByteSet both = set | (set & kUpper) << 32 | (set >> 32 & kUpper);
    facts_.folds = facts_.folds || both != set;
    return both;
  }

  bool escape_class(char c, ByteSet& set) {
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

  Result<ByteSet> character() {
    ByteSet set;
    const char c = in_[pos_++];
    if (c == '.') {
      set.set();
      set.reset('\n');
      return set;
    }
    if (c == '\\') {
      if (!more()) return fail("dangling escape");
      const char e = in_[pos_++];
      if (!escape_class(e, set)) set.set(static_cast<unsigned char>(e));
      return cased(set);
    }
    if (c != '[') {
      if (c == '?' || c == '*' || c == '+' || c == '{') return fail("nothing to repeat");
      set.set(static_cast<unsigned char>(c));
      return cased(set);
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
        for (int i = a; i <= b; ++i) set.set(static_cast<size_t>(i));
      } else {
        set.set(static_cast<size_t>(a));
      }
    }
    if (!more()) return fail("missing ']'");
    ++pos_;
    set = cased(set);
    return negate ? ~set : set;
  }

  /// Each choice learns which bytes it can begin with, so that long lists of alternatives cost a
  /// test each, and each run whether it can only be taken whole. Ops lead forwards, so the ops
  /// behind one are known before it.
  void index_choices() {
    std::vector<ByteSet> first(here());  // all bytes where the match may end
    for (size_t pc = here(); pc-- > 0;) {
      Shape::Op& op = shape_.ops_[pc];
      switch (op.kind) {
        case Shape::Op::kAccept:
          first[pc].set();
          break;
        case Shape::Op::kJump:
          first[pc] = first[op.x];
          break;
        case Shape::Op::kSplit:
          first[pc] = first[pc + 1] | first[op.x];
          op.set = sets_->add(first[pc + 1]);
          op.y = sets_->add(first[op.x]);
          break;
        case Shape::Op::kByte:
        case Shape::Op::kRun:
          first[pc] = set_of(op);
          if (op.x == 0) first[pc] |= first[pc + 1];
          op.whole = (set_of(op) & first[pc + 1]).none();
          if (op.x == 1 && op.y == 1) op.kind = Shape::Op::kByte;
          break;
      }
    }
    shape_.first_ = first[0];
  }

  /// Ops lead forwards only, so the longest way from each is known once those behind it are.
  void measure() {
    std::vector<size_t> longest(here());
    for (size_t pc = here(); pc-- > 0;) {
      const Shape::Op& op = shape_.ops_[pc];
      switch (op.kind) {
        case Shape::Op::kAccept:
          break;
        case Shape::Op::kJump:
          longest[pc] = longest[op.x];
          break;
        case Shape::Op::kSplit:
          longest[pc] = std::max(longest[pc + 1], longest[op.x]);
          break;
        case Shape::Op::kByte:
        case Shape::Op::kRun:
          longest[pc] = longest[pc + 1] + op.y;
          facts_.breaks = facts_.breaks || set_of(op).test('\n');
          break;
      }
    }
    facts_.longest = static_cast<uint16_t>(std::min<size_t>(longest[0], 0xFFFF));
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
      facts_.first_atoms.set(key);
      facts_.follow[key] |= follow;
    };
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
          visit(state.pc + 1, state.length, state.holds);
          visit(op.x, state.length, state.holds);
          break;
        case Shape::Op::kByte:
        case Shape::Op::kRun: {
          const ByteSets::Members set = sets_->members(op.set);
          // What the run may hold after k characters of the op: a bit for each of the four.
          unsigned layer = 1U << state.holds;
          const uint32_t far = std::max<uint32_t>(op.x, 40);
          for (uint32_t k = 0; k <= op.y && k <= far && layer != 0; ++k) {
            const size_t length = std::min<size_t>(state.length + k, 32);
            unsigned next = 0;
            for (unsigned holds = 0; holds < 4; ++holds) {
              if ((layer >> holds & 1) == 0) continue;
              if (k >= op.x) visit(state.pc + 1, length, holds);
              if (k == op.y) continue;
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

  const ByteSet& set_of(const Shape::Op& op) const { return sets_->data()[op.set]; }

  std::string_view in_;
  bool caseless_;
  std::shared_ptr<ByteSets> sets_;
  size_t pos_ = 0;
  Shape shape_;
  Shape::Facts facts_;
};

Result<Shape> Shape::compile(std::string_view pattern, bool caseless,
                             std::shared_ptr<ByteSets> sets) {
  if (sets == nullptr) sets = std::make_shared<ByteSets>();
  return ShapeCompiler(pattern, caseless, std::move(sets)).run();
}

}  // namespace lauter::scan
