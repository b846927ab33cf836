/// What a run read and wrote, for people to look at: the type Rows, and functions for logs.
#pragma once

#include "objects.h"

namespace lauter::glue {

/// Makes the type Rows and adds it to the module. False with an exception set.
bool add_rows(PyObject* module, ModuleState& state);

PyObject* module_decompress_zstd(PyObject* module, PyObject* args);
PyObject* module_text_hash(PyObject* module, PyObject* args);
PyObject* module_unseal(PyObject* module, PyObject* args);

}  // namespace lauter::glue
