#include "surrogate/maker.h"
namespace lauter::surrogate {
std::string make_trait(const Request& r) { return make_random_id(r); }
std::string make_blood_type(const Request& r) { return make_random_id(r); }
std::string make_nickname(const Request& r) { return make_random_id(r); }
std::string make_street_address(const Request& r) { return make_random_id(r); }
std::string make_location(const Request& r) { return make_random_id(r); }
std::string make_city(const Request& r) { return make_random_id(r); }
std::string make_state(const Request& r) { return make_random_id(r); }
std::string make_country(const Request& r) { return make_random_id(r); }
std::string make_postal_code(const Request& r) { return make_random_id(r); }
std::string make_po_box(const Request& r) { return make_random_id(r); }
std::string make_genetic_data(const Request& r) { return make_random_id(r); }
std::string make_organization(const Request& r) { return make_random_id(r); }
std::string make_school(const Request& r) { return make_random_id(r); }
std::string make_job_title(const Request& r) { return make_random_id(r); }
std::string make_medical_condition(const Request& r) { return make_random_id(r); }
std::string make_medication(const Request& r) { return make_random_id(r); }
std::string make_physical_trait(const Request& r) { return make_random_id(r); }
std::string make_security_answer(const Request& r) { return make_random_id(r); }
}
namespace lauter {
bool is_valid_surrogate(Category, std::string_view original, std::string_view value) { return original != value; }
}
