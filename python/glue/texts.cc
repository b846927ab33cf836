#include "texts.h"

#include <cstring>
#include <string>

namespace lauter::glue {
namespace {

// ---- texts of Python ----

/// CPython keeps the UTF-8 of a str that is not ASCII inside the str for good. That much of it is let happen in one call;
/// the rest is encoded into bytes, which go with the batch.
constexpr size_t kUtf8LeftInStrMax = size_t{64} << 20;

bool encode(PyObject* text, Texts& out) {
  // A lone surrogate becomes bytes that are not UTF-8: the engine refuses that row, and no other.
  Ref bytes(PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass"));
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (!bytes || PyBytes_AsStringAndSize(bytes.get(), &data, &size) != 0) return false;
  out.views.push_back({data, static_cast<size_t>(size)});
  out.encoded.push_back(std::move(bytes));
  return true;
}

bool add_str(PyObject* text, Texts& out) {
  if (out.left_in_str >= kUtf8LeftInStrMax) {
    const Ref ascii(PyObject_CallMethod(text, "isascii", nullptr));
    if (!ascii) return false;
    if (ascii.get() != Py_True) return encode(text, out);
  }
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) {
    if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) return false;
    PyErr_Clear();
    return encode(text, out);
  }
  if (size != PyUnicode_GetLength(text)) out.left_in_str += static_cast<size_t>(size);
  out.views.push_back({data, static_cast<size_t>(size)});
  return true;
}

/// Whether an item of a data frame's column is a hole: NaN, NaT and pandas.NA do not say that they equal themselves.
bool is_missing(PyObject* item) {
  const Ref differs(PyObject_RichCompare(item, item, Py_NE));
  if (!differs) PyErr_Clear();
  return differs.get() == Py_True || (differs && differs.get() == item);
}

}  // namespace

bool add_items(PyObject* sequence, const char* what, bool column, Texts& out) {
  out.items.reset(PySequence_Tuple(sequence));
  if (!out.items) return false;
  const Py_ssize_t n = PyTuple_Size(out.items.get());
  out.views.reserve(static_cast<size_t>(n));
  for (Py_ssize_t i = 0; i < n; ++i) {
    PyObject* item = PyTuple_GetItem(out.items.get(), i);
    if (item == Py_None) {
      out.views.push_back({nullptr, 0});
    } else if (PyUnicode_Check(item) != 0) {
      if (!add_str(item, out)) return false;
    } else if (column && is_missing(item)) {
      out.views.push_back({nullptr, 0});
    } else {
      const std::string place = std::string(what) + "[" + std::to_string(i) + "]";
      return refuse_type(place.c_str(), item, "str or None");
    }
  }
  return true;
}

bool is_sequence(PyObject* object) {
  return PySequence_Check(object) != 0 && PyUnicode_Check(object) == 0 &&
         PyBytes_Check(object) == 0 && PyByteArray_Check(object) == 0;
}

namespace {

// ---- texts of Arrow ----

bool add_chunk(ModuleState& state, const ArrowSchema& schema, Owned<ArrowArray> chunk, Texts& out) {
  if (chunk.length < 0) {
    PyErr_SetString(PyExc_ValueError, "an Arrow array of negative length");
    return false;
  }
  const size_t first = out.views.size();
  out.views.resize(first + static_cast<size_t>(chunk.length));
  lauter_error* error = nullptr;
  const int code = lauter_arrow_views(&schema, &chunk, /*check=*/1, out.views.data() + first, &error);
  if (code != LAUTER_OK) {
    fail(state, code, error);
    return false;
  }
  out.chunks.push_back(std::move(chunk));
  return true;
}

}  // namespace

bool take_array(PyObject* exported, const char* what, Owned<ArrowSchema>& schema, Owned<ArrowArray>& array) {
  if (PyTuple_Check(exported) == 0 || PyTuple_Size(exported) != 2) {
    PyErr_Format(PyExc_TypeError, "%s: __arrow_c_array__ gave no pair of capsules", what);
    return false;
  }
  return take(PyTuple_GetItem(exported, 0), schema) && take(PyTuple_GetItem(exported, 1), array);
}

namespace {

bool add_array(ModuleState& state, PyObject* exported, Texts& out) {
  Owned<ArrowSchema> schema;
  Owned<ArrowArray> array;
  return take_array(exported, "texts", schema, array) && add_chunk(state, schema, std::move(array), out);
}

/// Adds the chunks of a stream one after the other. The GIL is away while the producer works, at its end too: it may need
/// it on threads of its own. `exported` is consumed, and gone before that.
bool add_stream(ModuleState& state, Ref exported, Texts& out) {
  Owned<ArrowArrayStream> stream;
  if (!take(exported.get(), stream)) return false;
  exported.reset();
  Owned<ArrowSchema> schema;
  int failed = without_gil([&](PyThreadState*) { return stream.get_schema(&stream, &schema); });
  bool added = true;
  while (failed == 0 && added) {
    Owned<ArrowArray> chunk;
    failed = without_gil([&](PyThreadState*) { return stream.get_next(&stream, &chunk); });
    if (failed != 0 || chunk.release == nullptr) break;
    added = PyErr_CheckSignals() == 0 && add_chunk(state, schema, std::move(chunk), out);
  }
  aside([&] {
    without_gil([&](PyThreadState*) {
      stream.release(&stream);
      return 0;
    });
  });
  stream.release = nullptr;
  // The producer's own words are left out: `could not convert 'bob@corp.com' to INT32` has a value.
  if (failed != 0) {
    set_error(state, LAUTER_BAD_INPUT, std::string("texts: the Arrow stream failed: ") + strerror(failed));
  }
  return failed == 0 && added;
}

/// Calls a method of the PyCapsule interface, if the object has it and it works. Null, without an exception: it has none, or
/// it failed and the object is a sequence too, which is then read item by item (a pandas column of objects that pyarrow
/// cannot convert, or that finds no pyarrow). Null with an exception: the failure.
Ref export_of(PyObject* object, const char* method) {
  if (PyObject_HasAttrString(object, method) == 0) return {};
  Ref exported(PyObject_CallMethod(object, method, nullptr));
  if (!exported && is_sequence(object) && PyErr_ExceptionMatches(PyExc_Exception) != 0 &&
      PyErr_ExceptionMatches(PyExc_MemoryError) == 0) {
    PyErr_Clear();
  }
  return exported;
}

}  // namespace

bool add_texts(ModuleState& state, PyObject* texts, Texts& out) {
  if (PyUnicode_Check(texts) != 0) {
    PyErr_SetString(PyExc_TypeError, "texts is one str: give a list of texts, [text]");
    return false;
  }
  if (PyList_Check(texts) != 0 || PyTuple_Check(texts) != 0) {
    return add_items(texts, "texts", /*column=*/false, out);
  }
  if (Ref array = export_of(texts, "__arrow_c_array__")) return add_array(state, array.get(), out);
  if (PyErr_Occurred() != nullptr) return false;
  if (Ref stream = export_of(texts, "__arrow_c_stream__")) return add_stream(state, std::move(stream), out);
  if (PyErr_Occurred() != nullptr) return false;
  if (is_sequence(texts)) return add_items(texts, "texts", /*column=*/true, out);
  return refuse_type("texts", texts, "a sequence of str or an Arrow array or stream");
}

}  // namespace lauter::glue
