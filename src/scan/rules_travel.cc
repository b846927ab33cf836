/// Vehicles, licence plates, UK driver numbers, bookings, tickets and miles accounts.
#include <algorithm>

#include "catalog/checks_travel.h"
#include "known/travel.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool vin(std::string_view v) {
  return vin_ok(v) && v != "1M8GDM9AXKP042788" && v != "11111111111111111";
}
bool vin_alone(std::string_view v) {
  // Without a label: North America, where the digit is required, and a serial of digits as 49 CFR
  // asks.
  return vin(v) && v[0] >= '1' && v[0] <= '5' && vin_check_digit(v) == v[8] &&
         count_digits(v.substr(13)) == 4 && count_digits(v) <= 14;
}

bool ticket(std::string_view v) { return v.size() == 13 && airline_code_ok(v.substr(0, 3)); }
bool ticket_digits(std::string_view v) {
  return v.size() >= 13 && v.size() <= 14 && v.substr(0, 3) != "978" && v.substr(0, 3) != "979";
}

bool plate_like(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 10 && digits >= 1 && digits <= 7 && digits < v.size();
}
bool plate_any(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 9 && digits >= 1;
}

bool locator(std::string_view v) {
  for (const std::string_view word : known::kTravelLocatorWords) {
    if (v == word) return false;
  }
  return v.size() == 6 && count_digits(v) <= 5;
}

/// "Reservation" and "confirmation" are of travel only where travel is spoken of.
bool about_travel(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  return mentions(
      page, begin, end, known::kTravelAboutTravelWords,
      260, 200);
}

/// Forms that hardly anything else has: of Britain, France and Italy, Brazil and (no vowels) Spain.
bool strict_plate(std::string_view value) {
  const Normalised n = normalise(value);
  const std::string_view v = n.view();
  const auto kind = [&](size_t i) { return is_digit(v[i]) ? '9' : 'A'; };
  if (v.size() != 7) return false;
  if (kind(0) == '9' && v.find_first_of("AEIOUQ") != std::string_view::npos) return false;
  for (const std::string_view shape : {"AA99AAA", "AA999AA", "AAA9A99", "9999AAA"}) {
    bool same = true;
    for (size_t i = 0; same && i < 7; ++i) same = kind(i) == shape[i];
    if (same) return true;
  }
  return false;
}

bool about_vehicles(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (strict_plate(page.text.substr(begin, end - begin))) return true;
  return mentions(
      page, begin, end, known::kTravelAboutVehiclesWords,
      200, 160);
}

/// India: state, district, series, number.
bool indian_plate(std::string_view v) {
  constexpr std::string_view kStates =
      "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY "
      "RJ "
      "SK TN TR TS UK UP WB ";
  return v.size() >= 9 && kStates.find(v.substr(0, 2)) % 3 == 0;
}

bool lower_plate(const Page& page, size_t begin, size_t end) {
  return about_vehicles(page, begin, end) && !mentions(page, end, end, "of|x|mm|cm|inch", 0, 6);
}

constexpr const char* kVinCues = known::kTravelVinCues;
constexpr const char* kPlateCues = known::kTravelPlateCues;
constexpr const char* kUkLicenceCues =
    "driving licence|driver licence|licence number|licence no|dvla|driver number|uk licence|uk "
    "driving licence|"
    "driving licence number|driving license|licence";
constexpr const char* kBookingCues = known::kTravelBookingCues;
constexpr const char* kTicketCues = known::kTravelTicketCues;
constexpr const char* kFlyerCues = known::kTravelFlyerCues;

constexpr uint16_t kFormed = kUnlessVeto;

constexpr ValueRule kValues[] = {
    {.info = {"vin.north_america", Category::kVin},
     .shape = "[1-5][A-HJ-NPR-Z0-9]{16}",
     .check = vin_alone,
     .need = Need::kNone,
     .cues = kVinCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"vin", Category::kVin},
     .shape = "[A-HJ-NPR-Z0-9]{17}",
     .check = vin,
     .cues = kVinCues,
     .score = 0.93F,
     .flags = kCaseless,
     .reach_before = 70},
    {.info = {"vin.spaced", Category::kVin},
     .shape = "[A-HJ-NPR-Z0-9]{3}[ -][A-HJ-NPR-Z0-9]{5,6}[ -][A-HJ-NPR-Z0-9]{1,2}[ "
              "-]?[A-HJ-NPR-Z0-9]{1,2}[ -]?[A-HJ-NPR-Z0-9]{0,2}[ -]?"
              "[A-HJ-NPR-Z0-9]{4,7}|[A-HJ-NPR-Z0-9]{4}[ -][A-HJ-NPR-Z0-9]{4}[ "
              "-][A-HJ-NPR-Z0-9]{4}[ -][A-HJ-NPR-Z0-9]{5}|"
              "[A-HJ-NPR-Z0-9]{3}[ -][A-HJ-NPR-Z0-9]{6}[ -][A-HJ-NPR-Z0-9]{8}",
     .check = vin,
     .cues = kVinCues,
     .score = 0.92F,
     .flags = kCaseless},
    // Plates: national forms near a label; anything plate-like right after one.
    {.info = {"license_plate.national", Category::kLicensePlate},
     .shape = known::kTravelLicensePlateNationalShape,
     .check = plate_like,
     .cues = kPlateCues,
     .score = 0.84F,
     .flags = kLabelled,
     .reach_before = 40,
     .reach_after = 20,
     .accept = about_vehicles},
    {.info = {"license_plate.india", Category::kLicensePlate},
     .shape = "[A-Z]{2}[ -]\\d{2}[ -][A-Z]{1,3}[ -]\\d{4}",
     .check = indian_plate,
     .need = Need::kNone,
     .cues = kPlateCues,
     .score = 0.82F,
     .flags = kFormed | kNotInCode,
     .accept = about_vehicles},
    {.info = {"license_plate.lower", Category::kLicensePlate},
     .shape =
         "[A-Z]{1,3}[ -]?\\d{1,4}[ -]?[A-Z]{0,3}[ -]?\\d{0,4}|\\d{1,4}[ -]?[A-Z]{1,3}[ -]?\\d{0,4}",
     .check = plate_like,
     .need = Need::kDirect,
     .cues = kPlateCues,
     .score = 0.8F,
     .flags = kCaseless | kLabelled,
     .accept = lower_plate},
    {.info = {"license_plate.native", Category::kLicensePlate},
     .shape = known::kTravelLicensePlateNativeShape,
     .cues = kPlateCues,
     .score = 0.9F,
     .flags = kLabelled | kLabelledOnly},
    {.info = {"license_plate.any", Category::kLicensePlate},
     .shape = "[A-Z0-9]{2,8}([ -][A-Z0-9]{1,5}){0,2}",
     .check = plate_any,
     .need = Need::kDirect,
     .cues = known::kTravelLicensePlateAnyCues,
     .score = 0.78F,
     .flags = kLabelled},
    {.info = {"uk_driving_licence", Category::kUkDrivingLicence},
     .shape = "[A-Z9]{5}[ ]?\\d{6}[ ]?[A-Z9]{2}\\d[A-Z]{2}",
     .check = uk_driving_licence_ok,
     .need = Need::kNone,
     .cues = kUkLicenceCues,
     .score = 0.95F},
    {.info = {"uk_driving_licence.loose", Category::kUkDrivingLicence},
     .shape = "[A-Z9]{5}[ -]?\\d{3}[ -]?\\d{3}[ -]?[A-Z9]{2}[ -]?\\d[A-Z]{2}|[A-Z9]{5}[ -]?\\d[ "
              "-]?\\d{2}[ -]?\\d{2}[ -]?\\d[ -]?[A-Z9]{2}[ -]?\\d[ -]?[A-Z]{2}",
     .check = uk_driving_licence_ok,
     .cues = kUkLicenceCues,
     .score = 0.94F,
     .flags = kCaseless},
    {.info = {"booking_reference", Category::kBookingReference},
     .shape = "[A-Z0-9]{6}",
     .check = locator,
     .need = Need::kDirect,
     .cues = kBookingCues,
     .score = 0.86F,
     .flags = kLabelled,
     .accept = about_travel},
    {.info = {"booking_reference.near", Category::kBookingReference},
     .shape = "[A-Z0-9]{6}",
     .check = locator,
     .cues = kBookingCues,
     .score = 0.78F,
     .reach_before = 28,
     .reach_after = 14,
     .accept = about_travel},
    {.info = {"eticket_number", Category::kEticketNumber},
     .shape = "\\d{3}[ -]?\\d{10}([ -]\\d)?|\\d{3}[ -]\\d{4}[ -]\\d{6}|\\d{3}[ -]\\d{3}[ -]\\d{3}[ "
              "-]\\d{4}",
     .check = ticket,
     .cues = kTicketCues,
     .score = 0.9F,
     .flags = kGlueRight},
    {.info = {"eticket_number.labelled", Category::kEticketNumber},
     .shape = "\\d{3}[ -]?\\d{10}",
     .check = ticket_digits,
     .need = Need::kDirect,
     .cues = "e ticket|eticket|e ticket number|eticket number|e ticket no|electronic ticket "
             "number|electronic ticket|"
             "flight ticket number|airline ticket number|电子客票号|eチケット番号|航空券番号",
     .score = 0.85F},
    {.info = {"frequent_flyer_number", Category::kFrequentFlyerNumber},
     .shape = "[A-Z]{2}[ -]?\\d{6,12}|\\d{8,16}|\\d{3,4}[ -]\\d{3,4}[ -]\\d{3,4}([ "
              "-]\\d{3,4})?|\\d{6,7}|[A-Z]{1,3}\\d{3,9}[A-Z]?|"
              "[A-Z0-9]{2,3}\\d{5,6}|\\d{4}[ -]\\d{4}|[A-Z0-9]{7}",
     .check = digits_and_size<4, 6, 16>,
     .cues = kFlyerCues,
     .score = 0.85F,
     .flags = kCaseless,
     .reach_before = 44,
     .reach_after = 20,
     .accept = tidy},
};

}  // namespace

RuleTable travel_rules() {
  return {.values = kValues,
          .veto_cues = "seat number|gate number|promo code|voucher code|coupon|discount code"};
}

}  // namespace lauter::scan
