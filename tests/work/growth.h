/// How work grows: four times the text is four times the work, whatever it repeats: in steps of the budget (base/work.h), and
/// in builds with LAUTER_COUNT_WORK in basic blocks run and bytes that the C library looks at.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace lauter::work_test {

inline constexpr double kMostGrowth = 4.4;

using Subject = std::function<void(std::string_view text)>;
using MakeText = std::function<std::string(size_t bytes)>;

MakeText repeated(std::string piece);
/// Printable, and cut.
std::string shown(std::string_view piece);

uint64_t work_on(const Subject& subject, const MakeText& make, size_t bytes);
/// From `first_bytes` on; what is quick is tried with longer texts.
void expect_linear(const Subject& subject, const std::string& what, const MakeText& make, size_t first_bytes = 1500);

}  // namespace lauter::work_test
