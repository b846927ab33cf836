/// The coarse label set of gold files from elsewhere, and lauter's categories mapped onto it.
/// Internal to measure.
#pragma once

#include <string_view>

namespace lauter::internal {

/// PERSON, ORG, LOC, ADDRESS, EMAIL, PHONE, DATE, CARD, IBAN, SSN, IP, URL, USERNAME, TITLE, AGE,
/// NRP for a built-in category's name; ID for every other category, and other words as they are.
std::string_view norm_of(std::string_view label);

}  // namespace lauter::internal
