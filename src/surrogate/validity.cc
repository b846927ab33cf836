#include "surrogate/surrogate.h"
namespace lauter {
bool is_valid_surrogate(Category, std::string_view original, std::string_view value) { return original != value; }
}
