/// Inside of the module: what a maker of stand-ins gets, and the makers by group of categories.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "catalog/by_category.h"
#include "surrogate/dates.h"
#include "surrogate/names/name_images.h"
#include "surrogate/names/part_choices.h"
#include "surrogate/real_values.h"

namespace lauter::surrogate {

class Guard;
class Initials;
struct DocumentState;

/// What depends on the key alone, or on it and the document's id. Immutable.
struct World {
  const KeyedHash& hash;
  const Initials& initials;
  const NameImages* names;            ///< null: listed names are drawn as all others
  const RealValues* real = nullptr;  ///< of the corpus, if they are known
};

/// One stand-in to make. Makers are pure: the same request gives the same answer.
struct Request {
  const World& world;
  const DocumentState& document;
  Category category;
  std::string_view value;  ///< valid UTF-8, not empty
  uint32_t attempt = 0;    ///< 0 first; higher ones ask for another stand-in of the same value
  /// Where it is set, a sum of what the stand-in is a function of: two spellings of one value have
  /// the same.
  uint64_t* traced = nullptr;
};

/// What one document fixes for all its mentions.
struct DocumentState {
  std::string_view text;
  std::string_view key;
  const Guard& guard;
  int day_shift = 1;                           ///< of its dates; +-1 to 365
  DateOrder date_order = DateOrder::kUnknown;  ///< proven by its dates
  PartChoices parts{};                         ///< of its names
  /// Where set, parts of names are put there and not made.
  std::vector<NamedPart>* noted = nullptr;
};

/// Adds to the request's trace, if it has one.
void trace(const Request& request, std::string_view normalised);

/// Numbers that depend on the key, the family and the normalised value, and on the attempt.
/// Categories of one family give one value one stand-in (phone and fax; name, given and family
/// name).
KeyedRandom random_for(const Request& request, std::string_view family,
                       std::string_view normalised);

using Maker = std::string (*)(const Request&);

/// The maker of a category; there is one for each.
Maker maker_of(Category category);

// By group; each answers a non-empty string of the category's form, for any value.
std::string make_person(const Request& request);  // person.cc
std::string make_given_name(const Request& request);
std::string make_family_name(const Request& request);
std::string make_nickname(const Request& request);
std::string make_trait(const Request& request);  // traits.cc: closed vocabularies
std::string make_blood_type(const Request& request);
std::string make_age(const Request& request);  // numbers.cc
/// Age in words of other languages, or empty.
std::string moved_foreign_age(const Request& request);  // foreign_numbers.cc
std::string make_salary(const Request& request);
std::string make_credit_score(const Request& request);
std::string make_body_measurement(const Request& request);
std::string make_academic_record(const Request& request);
std::string make_date(const Request& request);  // dates.cc
std::string make_card_expiry(const Request& request);
std::string make_email(const Request& request);  // handles.cc
std::string make_username(const Request& request);
std::string make_handle(const Request& request);
std::string make_upi_id(const Request& request);
std::string make_url(const Request& request);  // urls.cc
std::string make_profile_url(const Request& request);
std::string make_meeting_id(const Request& request);
std::string make_webhook_url(const Request& request);
std::string make_phone(const Request& request);           // phone.cc
std::string make_street_address(const Request& request);  // places.cc
std::string make_location(const Request& request);
std::string make_city(const Request& request);
std::string make_state(const Request& request);
std::string make_country(const Request& request);
std::string make_postal_code(const Request& request);
std::string make_po_box(const Request& request);
std::string make_coordinates(const Request& request);  // geo.cc
std::string make_geo_code(const Request& request);
std::string make_checked_id(const Request& request);  // random_ids.cc, id_form.h
std::string make_random_id(const Request& request);   // random_ids.cc
std::string make_license_plate(const Request& request);
std::string make_genetic_data(const Request& request);
std::string make_utility_account(const Request& request);
std::string make_ip_address(const Request& request);  // network.cc
std::string make_ipv6_address(const Request& request);
std::string make_mac_address(const Request& request);
std::string make_uuid(const Request& request);
std::string make_crypto_address(const Request& request);  // crypto.cc
std::string make_ethereum_address(const Request& request);
std::string make_crypto_private_key(const Request& request);
std::string make_seed_phrase(const Request& request);
std::string make_mrz(const Request& request);       // mrz.cc
std::string make_password(const Request& request);  // secrets.cc
std::string make_password_hash(const Request& request);
std::string make_private_key(const Request& request);
std::string make_jwt(const Request& request);
std::string make_basic_auth(const Request& request);
std::string make_token(const Request& request);
std::string make_opaque(const Request& request);
std::string make_organization(const Request& request);  // words.cc: pools with classes
std::string make_school(const Request& request);
std::string make_job_title(const Request& request);
std::string make_medical_condition(const Request& request);
std::string make_medication(const Request& request);
std::string make_physical_trait(const Request& request);
std::string make_security_answer(const Request& request);

}  // namespace lauter::surrogate
