/// Reading postal codes of many countries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lauter::scan {

struct Page;

enum class PostalForm : uint8_t {
  kNone,
  kUs,
  kUk,
  kNl,
  kPl,
  kBr,
  kJp,
  kCa,
  kFive,
  kFour,
  kSix,
  kSe,
  kPt
};

struct Postal {
  size_t size = 0;
  PostalForm form = PostalForm::kNone;
};
/// The postal code that begins at `pos` (country prefixes such as "D-" are part of it).
Postal postal_at(std::string_view text, size_t pos);

/// Whether an address is spoken of around a value: what tells an Indian PIN from a card's.
bool address_near(const Page& page, size_t begin, size_t end);

}  // namespace lauter::scan
