/// The labels around one place of a page, read once for all the rules that ask about it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scan/views/page.h"

namespace lauter::scan {

/// Working memory of the passes over one page: reset() for a page, move() to a place, then ask.
/// Nothing is read before somebody asks for it, and nothing twice.
class Surroundings {
 public:
  /// A label that ends at or before the place.
  struct Label {
    uint32_t cue;      ///< index into the page's cues
    uint32_t gap;      ///< bytes between its end and the place
    uint16_t phrase;   ///< index into Registry::phrases()
    int distance = 0;  ///< use distance()
    enum : uint8_t { kUnknown, kNo, kYes } other_field = kUnknown;  ///< use of_another_field()
  };

  /// `text` and `cues` (sorted by begin) must outlive the use.
  void reset(const Registry& registry, std::string_view text, std::span<const CueHit> cues);

  /// Amortised O(1) for places in order, else a binary search; nothing at the same place.
  void move(size_t place);

  /// The labels near enough to own or forbid a rule's value here (Registry::reach()) that begin at
  /// most kReach bytes before the place: the last to begin first.
  static constexpr size_t kReach = 256;
  std::span<Label> before() { return before_; }
  /// Index of the first cue that begins at or after the place.
  size_t behind() const { return behind_; }
  /// Cues that begin at the place or behind it, up to `last`, and could support a value before
  /// them: they own a rule that a later label supports, and announce no value of their own.
  /// Amortised O(1) a cue for places in order.
  std::span<const uint32_t> backing(size_t last);

  /// `gap` made longer by line ends (12, empty lines 60) and sentence ends (20): a label reaches
  /// less far across them.
  int distance(Label& label);
  /// Whether a label belongs to another field than the place: it announces a value that ends before
  /// (`"order": 17, "cpf": "..."`), or heads another column of a table.
  bool of_another_field(Label& label);
  /// What follows a cue: skip_connector() of its end.
  const Connector& link(size_t cue) {
    if (!links_[cue].read) links_[cue] = {skip_connector(text_, cues_[cue].end), true};
    return links_[cue].connector;
  }
  /// First line end at or after the place, or the text's end; if it is farther than `reach`, somewhere beyond that.
  size_t line_end(size_t reach);

  /// What is noted of each rule at this place: 0 after move().
  uint8_t& mark(uint16_t rule) {
    Mark& mark = marks_[rule];
    if (mark.round != round_) mark = {round_, 0};
    return mark.value;
  }

 private:
  struct Link {
    Connector connector;
    bool read = false;
  };
  struct Mark {
    uint32_t round = 0;
    uint8_t value = 0;
  };

  const Registry* registry_ = nullptr;
  std::string_view text_;
  std::span<const CueHit> cues_;
  size_t place_ = SIZE_MAX;
  size_t behind_ = 0;
  size_t line_from_ = 1, line_end_ = 0;  ///< no line end stands in [line_from_, line_end_)
  bool line_goes_on_ = false;            ///< nor perhaps at line_end_
  std::vector<Label> before_;
  std::vector<uint32_t> backing_;  ///< of the cues [.., backed_)
  size_t backing_from_ = 0;        ///< first of backing_ that does not begin before the place
  size_t backed_ = 0;
  std::vector<uint8_t> reaches_;  ///< by cue: Registry::reach() of its phrase
  std::vector<Link> links_;
  std::vector<Mark> marks_;
  uint32_t round_ = 0;
  /// What the last k bytes before the place add to a distance, for k < known_.
  std::array<uint16_t, kReach + 1> extra_ = {};
  size_t known_ = 1;
};

}  // namespace lauter::scan
