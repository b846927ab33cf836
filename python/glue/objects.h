/// Who owns what, and how failures are raised: what the files of the glue have in common.
///
/// Every file of the glue is compiled against the limited API of 3.10, so one build serves that Python and every later one.
/// No message has a value of a text: an error names an index and a type.
#pragma once

#define Py_LIMITED_API 0x030A0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "capi/lauter.h"

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
// As https://arrow.apache.org/docs/format/CStreamInterface.html prints it.
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};
#endif

namespace lauter::glue {

// ---- ownership ----

struct Decref {
  void operator()(PyObject* object) const { Py_DECREF(object); }
};
using Ref = std::unique_ptr<PyObject, Decref>;

struct FreeString {
  void operator()(char* text) const { lauter_string_free(text); }
};
using CString = std::unique_ptr<char, FreeString>;

/// Runs `work`, which may run code of Python, with no exception set; what was set is set again afterwards.
template <typename Work>
void aside(Work work) {
  PyObject* type = nullptr;
  PyObject* value = nullptr;
  PyObject* trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  work();
  PyErr_Restore(type, value, trace);
}

/// A struct of Arrow's C interfaces that is released with its owner, unless somebody took it (release is NULL then).
/// The producer's release may be a function of Python.
template <typename T>
struct Owned : T {
  Owned() : T{} {}
  ~Owned() { reset(); }
  Owned(Owned&& other) noexcept : T(other) { other.release = nullptr; }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Owned& operator=(Owned&&) = delete;
  void reset() {
    if (this->release == nullptr) return;
    aside([this] { this->release(this); });
    this->release = nullptr;
  }
};

template <typename T>
constexpr const char* kCapsule = nullptr;
template <>
constexpr const char* kCapsule<ArrowSchema> = "arrow_schema";
template <>
constexpr const char* kCapsule<ArrowArray> = "arrow_array";
template <>
constexpr const char* kCapsule<ArrowArrayStream> = "arrow_array_stream";

/// Moves the struct out of a capsule, as a consumer of the PyCapsule interface does. False with an exception set.
template <typename T>
bool take(PyObject* capsule, Owned<T>& out) {
  auto* inside = static_cast<T*>(PyCapsule_GetPointer(capsule, kCapsule<T>));
  if (inside == nullptr) return false;
  if (inside->release == nullptr) {
    PyErr_Format(PyExc_ValueError, "the capsule %s was consumed before", kCapsule<T>);
    return false;
  }
  static_cast<T&>(out) = *inside;
  inside->release = nullptr;
  return true;
}

/// A capsule that releases the struct if nobody has taken it by then.
template <typename T>
Ref give(std::unique_ptr<Owned<T>> owned) {
  T* inside = owned.get();
  Ref capsule(PyCapsule_New(inside, kCapsule<T>, [](PyObject* self) {
    delete static_cast<Owned<T>*>(static_cast<T*>(PyCapsule_GetPointer(self, kCapsule<T>)));
  }));
  if (capsule) (void)owned.release();
  return capsule;
}

// ---- the module's state, errors, strings ----

struct ModuleState {
  PyObject* error;
  PyObject* engine_type;
  PyObject* batch_type;
  PyObject* rows_type;
};

inline ModuleState& state_of_module(PyObject* module) {
  return *static_cast<ModuleState*>(PyModule_GetState(module));
}
inline ModuleState& state_of_type(PyTypeObject* type) {
  return *static_cast<ModuleState*>(PyType_GetModuleState(type));
}
/// Of an Engine or a Batch; neither can be subclassed, so the type is the one that the module made.
inline ModuleState& state_of(PyObject* self) { return state_of_type(Py_TYPE(self)); }

/// Runs `work`, which may allocate; what it throws becomes a MemoryError, and the answer null or false.
template <typename Work>
auto guarded(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception&) {  // not `...`: that would stop the unwinding of pthread_exit
    PyErr_NoMemory();
  }
  return {};
}

/// `work(thread)` with the GIL let go; `thread` is for callbacks that take it back.
template <typename Work>
int without_gil(Work work) {
  PyThreadState* thread = PyEval_SaveThread();
  const int result = work(thread);
  PyEval_RestoreThread(thread);
  return result;
}

inline PyObject* text_of(std::string_view text) {
  // "replace": an original may be what no str can be, and the exception of a strict decoder would hold it.
  return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
}
inline PyObject* text_of(lauter_view view) {
  return text_of(view.data == nullptr ? std::string_view() : std::string_view(view.data, view.size));
}
inline PyObject* none() {
  Py_INCREF(Py_None);
  return Py_None;
}
inline PyObject* text_or_none(lauter_view view) { return view.data == nullptr ? none() : text_of(view); }
inline PyObject* shared(PyObject* object) {
  Py_INCREF(object);
  return object;
}

/// Sets `Error(code, message)`.
inline void set_error(ModuleState& state, int code, std::string_view message) {
  Ref args(Py_BuildValue("(iN)", code, text_of(message)));
  if (args) PyErr_SetObject(state.error, args.get());
}

/// Sets the exception of a call that failed with `code`, and frees `error`. What a signal handler or a callback
/// raised meanwhile goes before. Always null.
inline PyObject* fail(ModuleState& state, int code, lauter_error* error) {
  const std::unique_ptr<lauter_error, decltype(&lauter_error_free)> held(error, &lauter_error_free);
  const char* message = error == nullptr ? "no memory for a message" : lauter_error_message(error);
  if (PyErr_Occurred() != nullptr) return nullptr;
  if (code == LAUTER_BAD_CALL) {
    const Ref words(text_of(message));
    if (words) PyErr_SetObject(PyExc_ValueError, words.get());
  } else if (code == LAUTER_NO_MEMORY) {
    PyErr_NoMemory();
  } else if (code == LAUTER_STOPPED) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
  } else {
    set_error(state, code, message);
  }
  return nullptr;
}

/// The str of a char** that the engine gave away, or the exception of its failure.
inline PyObject* given_text(ModuleState& state, int code, char* text, lauter_error* error) {
  const CString held(text);
  if (code != LAUTER_OK || PyErr_Occurred() != nullptr) return fail(state, code, error);
  return text_of(text);
}

/// Frees an instance of a heap type: its members are gone already.
inline void free_instance(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  reinterpret_cast<freefunc>(PyType_GetSlot(type, Py_tp_free))(self);
  Py_DECREF(type);
}

template <typename... Out>
bool parse(PyObject* args, PyObject* kwargs, const char* format, const char* const* names,
           Out... out) {
  return PyArg_ParseTupleAndKeywords(args, kwargs, format, const_cast<char**>(names), out...) != 0;
}

/// The name of an object's type, for messages.
inline Ref type_name(PyObject* object) {
  return Ref(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(object)), "__name__"));
}

/// Sets a TypeError: `what` is of the type of `object`, not `wanted`.
inline bool refuse_type(const char* what, PyObject* object, const char* wanted) {
  const Ref name = type_name(object);
  if (name) PyErr_Format(PyExc_TypeError, "%s is %U, not %s", what, name.get(), wanted);
  return false;
}

}  // namespace lauter::glue
