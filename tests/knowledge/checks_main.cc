// Asks the catalog: each line "CATEGORY<tab>value" of standard input gives a line "1" or "0", or "-"
// where the category has no check or the value is of other characters.
#include <iostream>
#include <string>

#include "catalog/category_check_test_support.h"

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line, value; std::getline(std::cin, line);) {
    const size_t tab = line.find('\t');
    const auto category = lauter::category_from_name(line.substr(0, tab));
    std::optional<bool> holds;
    if (category && tab != std::string::npos && lauter::normalise_id(line.substr(tab + 1), value))
      holds = lauter::category_check(*category, value);
    std::cout << (!holds ? '-' : *holds ? '1' : '0') << '\n';
  }
}
