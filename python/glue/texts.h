/// Texts as Python has them, as the views that the engine takes: lists of str, and Arrow arrays and streams by the PyCapsule
/// interface (https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html). No text is copied unless it must be.
#pragma once

#include <vector>

#include "objects.h"

namespace lauter::glue {

/// Texts as the engine takes them, and what keeps them alive.
struct Texts {
  Ref items;                             // a tuple of str and None; null if they came by Arrow
  std::vector<Ref> encoded;              // bytes of items that have no UTF-8 of their own to look at
  size_t left_in_str = 0;                // bytes of UTF-8 that items were made to keep
  std::vector<Owned<ArrowArray>> chunks;
  std::vector<lauter_view> views;
};

/// Reads what refine() and find() take as texts: a sequence of str and None, or an object with `__arrow_c_array__` or
/// `__arrow_c_stream__`. False with an exception set. Throws std::bad_alloc.
bool add_texts(ModuleState& state, PyObject* texts, Texts& out);

/// Adds the items of a sequence. `what` is its name in errors. `column`: of a data frame, where None is not the only null.
bool add_items(PyObject* sequence, const char* what, bool column, Texts& out);

/// A sequence, and not one text.
bool is_sequence(PyObject* object);

/// Takes the pair of capsules that `__arrow_c_array__` gave. `what` is its name in errors.
bool take_array(PyObject* exported, const char* what, Owned<ArrowSchema>& schema, Owned<ArrowArray>& array);

}  // namespace lauter::glue
