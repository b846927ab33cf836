// lauter._core: the C ABI (src/capi/lauter.h) as objects of Python, and nothing else. Types: python/lauter/_core.pyi.
//
// There is no state outside the module object, so each subinterpreter has its own. Three rules hold the glue together:
// * The GIL is let go once a call (without_gil), for as long as the engine works. The engine's callbacks take it back for
//   signals and progress.
// * What a batch looks into is held by the Batch object: the items of a list, bytes made of them, Arrow structs.
// * While the GIL is away, no variable on the stack owns a Python object. A daemon thread that asks for the GIL while the
//   interpreter ends is unwound by pthread_exit, and a destructor would then touch objects without it.
#include "objects.h"
#include "rows.h"
#include "texts.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lauter::glue {
namespace {

// ---- signals ----

/// Python runs signal handlers on its main thread, which is the process's, also after fork().
bool on_main_thread() { return gettid() == getpid(); }

/// lauter_call.stop; `data` is the PyThreadState of the call.
int stop_for_signals(void* data) {
  if (!on_main_thread()) return 0;
  PyEval_RestoreThread(static_cast<PyThreadState*>(data));
  const int raised = PyErr_CheckSignals();
  PyEval_SaveThread();
  return raised != 0 ? 1 : 0;
}

// ---- Batch ----

/// All that a batch was made of, and the batch.
struct BatchParts {
  Ref engine;  // also keeps the engine open
  Texts texts;
  Texts ids;   // empty: none were given
  std::vector<size_t> rows;
  std::vector<size_t> values;
  Owned<ArrowSchema> fields_schema;  // released when the call is over
  Owned<ArrowArray> fields;
  lauter_batch* batch = nullptr;

  BatchParts() = default;
  BatchParts(const BatchParts&) = delete;
  BatchParts& operator=(const BatchParts&) = delete;
  ~BatchParts() { lauter_batch_free(batch); }
};

struct BatchObject {
  PyObject_HEAD
  BatchParts* parts;
};

BatchParts& parts_of(PyObject* self) { return *reinterpret_cast<BatchObject*>(self)->parts; }

void batch_dealloc(PyObject* self) {
  delete reinterpret_cast<BatchObject*>(self)->parts;
  free_instance(self);
}

Py_ssize_t batch_len(PyObject* self) {
  return static_cast<Py_ssize_t>(lauter_batch_rows(parts_of(self).batch));
}

/// The row, or false with an IndexError.
bool row_at(PyObject* self, Py_ssize_t index, lauter_row& row) {
  row.size = sizeof row;
  if (index >= 0 && lauter_batch_row(parts_of(self).batch, static_cast<size_t>(index), &row) == LAUTER_OK) {
    return true;
  }
  PyErr_Format(PyExc_IndexError, "row %zd of a batch of %zd", index, batch_len(self));
  return false;
}

bool parse_row(PyObject* self, PyObject* args, PyObject* kwargs, const char* format, Py_ssize_t& index,
               lauter_row& row) {
  static const char* const kNames[] = {"row", nullptr};
  return parse(args, kwargs, format, kNames, &index) && row_at(self, index, row);
}

/// Text `i` as it came in: of a list, the object itself.
PyObject* original_at(const Texts& texts, size_t i) {
  if (texts.views[i].data == nullptr) return none();
  if (texts.items) return shared(PyTuple_GetItem(texts.items.get(), static_cast<Py_ssize_t>(i)));
  return text_of(texts.views[i]);
}

PyObject* batch_texts(PyObject* self, PyObject*) {
  const BatchParts& parts = parts_of(self);
  const std::vector<lauter_view>& views = parts.texts.views;
  Ref out(PyList_New(static_cast<Py_ssize_t>(views.size())));
  if (!out) return nullptr;
  for (size_t i = 0; i < views.size(); ++i) {
    const lauter_view refined = lauter_batch_text(parts.batch, i);
    // An unchanged text is the view that went in. A null of a column may have been NaN: it comes back as None.
    const bool same = refined.data != nullptr && refined.data == views[i].data && refined.size == views[i].size;
    PyObject* text = same ? original_at(parts.texts, i) : text_or_none(refined);
    if (text == nullptr) return nullptr;
    PyList_SetItem(out.get(), static_cast<Py_ssize_t>(i), text);
  }
  return out.release();
}

PyObject* batch_original(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"text", nullptr};
  const Texts& texts = parts_of(self).texts;
  Py_ssize_t index = 0;
  if (!parse(args, kwargs, "n:original", kNames, &index)) return nullptr;
  if (index < 0 || static_cast<size_t>(index) >= texts.views.size()) {
    return PyErr_Format(PyExc_IndexError, "text %zd of a batch of %zu", index, texts.views.size());
  }
  return original_at(texts, static_cast<size_t>(index));
}

PyObject* batch_states(PyObject* self, PyObject*) {
  const Py_ssize_t n = batch_len(self);
  Ref out(PyList_New(n));
  if (!out) return nullptr;
  for (Py_ssize_t i = 0; i < n; ++i) {
    lauter_row row;
    if (!row_at(self, i, row)) return nullptr;
    PyObject* state = PyLong_FromLong(row.state);
    if (state == nullptr) return nullptr;
    PyList_SetItem(out.get(), i, state);
  }
  return out.release();
}

PyObject* batch_row(PyObject* self, PyObject* args, PyObject* kwargs) {
  Py_ssize_t index = 0;
  lauter_row row;
  if (!parse_row(self, args, kwargs, "n:row", index, row)) return nullptr;
  Ref failed(PyTuple_New(static_cast<Py_ssize_t>(row.n_failed)));
  if (!failed) return nullptr;
  for (size_t i = 0; i < row.n_failed; ++i) {
    PyObject* check = text_of(row.failed[i]);
    if (check == nullptr) return nullptr;
    PyTuple_SetItem(failed.get(), static_cast<Py_ssize_t>(i), check);
  }
  // An id that was given is the caller's own object, whatever is in it.
  const Texts& ids = parts_of(self).ids;
  const auto i = static_cast<size_t>(index);
  PyObject* id = ids.views.empty() || ids.views[i].data == nullptr ? text_of(row.id) : original_at(ids, i);
  PyObject* reason = row.state == LAUTER_REJECTED ? text_of(row.reason) : none();
  return Py_BuildValue("(iNNnnNIIIN)", row.state, reason, id,
                       static_cast<Py_ssize_t>(row.first_text), static_cast<Py_ssize_t>(row.n_texts),
                       PyBool_FromLong(row.verified), row.rounds, row.found, row.repaired, failed.release());
}

PyObject* edit_tuple(const lauter_edit& edit) {
  using Number = unsigned long long;
  return Py_BuildValue("(KKKKKKINNNNdN)", Number{edit.start}, Number{edit.end}, Number{edit.byte_start},
                       Number{edit.byte_end}, Number{edit.refined_start}, Number{edit.refined_end}, edit.text,
                       text_or_none(edit.replacement), text_of(edit.label), text_of(edit.rule), text_of(edit.stage),
                       static_cast<double>(edit.score), text_of(edit.reason));
}

PyObject* batch_edits(PyObject* self, PyObject* args, PyObject* kwargs) {
  Py_ssize_t index = 0;
  lauter_row row;
  if (!parse_row(self, args, kwargs, "n:edits", index, row)) return nullptr;
  Ref out(PyList_New(static_cast<Py_ssize_t>(row.n_edits)));
  if (!out) return nullptr;
  for (size_t i = 0; i < row.n_edits; ++i) {
    PyObject* edit = edit_tuple(row.edits[i]);
    if (edit == nullptr) return nullptr;
    PyList_SetItem(out.get(), static_cast<Py_ssize_t>(i), edit);
  }
  return out.release();
}

PyObject* batch_program(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"row", "dialect", nullptr};
  Py_ssize_t index = 0;
  const char* dialect = nullptr;
  lauter_row row;
  if (!parse(args, kwargs, "ns:program", kNames, &index, &dialect) || !row_at(self, index, row)) return nullptr;
  char* program = nullptr;
  lauter_error* error = nullptr;
  const int code =
      lauter_batch_program(parts_of(self).batch, static_cast<size_t>(index), dialect, &program, &error);
  return given_text(state_of(self), code, program, error);
}

PyObject* batch_counts(PyObject* self, PyObject*) {
  using Number = unsigned long long;
  lauter_counts counts;
  counts.size = sizeof counts;
  const int code = lauter_batch_counts(parts_of(self).batch, &counts);
  if (code != LAUTER_OK) return fail(state_of(self), code, nullptr);
  return Py_BuildValue("(KKKKKKK)", Number{counts.rows}, Number{counts.kept}, Number{counts.edited},
                       Number{counts.rejected}, Number{counts.null}, Number{counts.edits}, Number{counts.bytes});
}

PyObject* batch_label_counts(PyObject* self, PyObject*) {
  return guarded([&]() -> PyObject* {
    std::map<std::string_view, size_t> counts;
    const Py_ssize_t n = batch_len(self);
    for (Py_ssize_t i = 0; i < n; ++i) {
      lauter_row row;
      if (!row_at(self, i, row)) return nullptr;
      for (size_t k = 0; k < row.n_edits; ++k) {
        const lauter_view& label = row.edits[k].label;
        ++counts[std::string_view(label.data, label.size)];
      }
    }
    Ref out(PyDict_New());
    if (!out) return nullptr;
    for (const auto& [label, count] : counts) {
      const Ref key(text_of(label));
      const Ref value(PyLong_FromSize_t(count));
      if (!key || !value || PyDict_SetItem(out.get(), key.get(), value.get()) != 0) return nullptr;
    }
    return out.release();
  });
}

/// Capsules of what `fill(schema, array, error)` writes.
template <typename Fill>
PyObject* exported(PyObject* self, Fill fill) {
  return guarded([&]() -> PyObject* {
    auto schema = std::make_unique<Owned<ArrowSchema>>();
    auto array = std::make_unique<Owned<ArrowArray>>();
    lauter_error* error = nullptr;
    const int code = fill(schema.get(), array.get(), &error);
    if (code != LAUTER_OK) return fail(state_of(self), code, error);
    const Ref first = give(std::move(schema));
    const Ref second = give(std::move(array));
    return first && second ? PyTuple_Pack(2, first.get(), second.get()) : nullptr;
  });
}

PyObject* batch_text_array(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"type", nullptr};
  int type = 0;
  if (!parse(args, kwargs, "i:text_array", kNames, &type)) return nullptr;
  return exported(self, [&](ArrowSchema* schema, ArrowArray* array, lauter_error** error) {
    return lauter_batch_text_array(parts_of(self).batch, type, schema, array, error);
  });
}

PyObject* batch_table(PyObject* self, PyObject*) {
  return exported(self, [&](ArrowSchema* schema, ArrowArray* array, lauter_error** error) {
    return lauter_batch_table(parts_of(self).batch, schema, array, error);
  });
}

// ---- Engine ----

struct EngineObject {
  PyObject_HEAD
  lauter_engine* engine;
};

lauter_engine* engine_of(PyObject* self) { return reinterpret_cast<EngineObject*>(self)->engine; }

PyObject* engine_new(PyTypeObject* type, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"config_json", "key", nullptr};
  const char* config = nullptr;
  PyObject* key = nullptr;
  char* key_data = nullptr;
  Py_ssize_t key_size = 0;
  if (!parse(args, kwargs, "sS:Engine", kNames, &config, &key) ||
      PyBytes_AsStringAndSize(key, &key_data, &key_size) != 0) {
    return nullptr;
  }
  lauter_engine* engine = nullptr;
  lauter_error* error = nullptr;
  const int code = without_gil([&](PyThreadState*) {
    return lauter_engine_open(config, reinterpret_cast<const uint8_t*>(key_data), static_cast<size_t>(key_size),
                              &engine, &error);
  });
  if (code != LAUTER_OK) return fail(state_of_type(type), code, error);
  PyObject* self = PyType_GenericAlloc(type, 0);
  if (self == nullptr) {
    lauter_engine_close(engine);
  } else {
    reinterpret_cast<EngineObject*>(self)->engine = engine;
  }
  return self;
}

void engine_dealloc(PyObject* self) {
  lauter_engine_close(engine_of(self));
  free_instance(self);
}

PyObject* engine_describe(PyObject* self, PyObject*) {
  char* json = nullptr;
  lauter_error* error = nullptr;
  const int code = lauter_engine_describe(engine_of(self), &json, &error);
  return given_text(state_of(self), code, json, error);
}

/// The arguments of refine() and find(), borrowed.
struct CallArguments {
  PyObject* texts = nullptr;
  PyObject* ids = Py_None;
  PyObject* rows = Py_None;
  PyObject* fields = Py_None;
  PyObject* values = Py_None;
  int threads = 1;
  int offsets = LAUTER_OFFSETS_CHAR;
};

bool read_numbers(PyObject* numbers, const char* what, std::vector<size_t>& out) {
  if (!is_sequence(numbers)) return refuse_type(what, numbers, "a sequence of int");
  const Ref items(PySequence_Tuple(numbers));
  if (!items) return false;
  const Py_ssize_t n = PyTuple_Size(items.get());
  out.reserve(static_cast<size_t>(n));
  for (Py_ssize_t i = 0; i < n; ++i) {
    const Ref index(PyNumber_Index(PyTuple_GetItem(items.get(), i)));
    const size_t value = index ? PyLong_AsSize_t(index.get()) : 0;
    if (PyErr_Occurred() != nullptr) return false;
    out.push_back(value);
  }
  return true;
}

/// Reads what Python gave into `parts`, and points `call` there.
bool read_call(ModuleState& state, const CallArguments& arguments, BatchParts& parts, lauter_call& call) {
  if (!add_texts(state, arguments.texts, parts.texts)) return false;
  size_t n_rows = parts.texts.views.size();
  if (arguments.rows != Py_None) {
    if (!read_numbers(arguments.rows, "rows", parts.rows)) return false;
    if (parts.rows.empty()) {
      PyErr_SetString(PyExc_ValueError, "rows is empty: it has one index more than there are rows");
      return false;
    }
    n_rows = parts.rows.size() - 1;
    call.rows = parts.rows.data();
    call.n_rows = n_rows;
  }
  if (arguments.values != Py_None) {
    if (!read_numbers(arguments.values, "values", parts.values)) return false;
    if (parts.values.size() != parts.texts.views.size()) {
      PyErr_Format(PyExc_ValueError, "%zu values for %zu texts", parts.values.size(), parts.texts.views.size());
      return false;
    }
    parts.values.push_back(0);  // not null for no texts
    call.values = parts.values.data();
  }
  if (arguments.ids != Py_None) {
    if (!is_sequence(arguments.ids)) return refuse_type("ids", arguments.ids, "a sequence of str");
    if (!add_items(arguments.ids, "ids", /*column=*/true, parts.ids)) return false;
    if (parts.ids.views.size() != n_rows) {
      PyErr_Format(PyExc_ValueError, "%zu ids for %zu rows", parts.ids.views.size(), n_rows);
      return false;
    }
    call.ids = parts.ids.views.data();
  }
  if (arguments.fields != Py_None) {
    if (PyObject_HasAttrString(arguments.fields, "__arrow_c_array__") == 0) {
      return refuse_type("fields", arguments.fields, "an Arrow struct array");
    }
    const Ref capsules(PyObject_CallMethod(arguments.fields, "__arrow_c_array__", nullptr));
    if (!capsules || !take_array(capsules.get(), "fields", parts.fields_schema, parts.fields)) return false;
    if (parts.fields.length < 0 || static_cast<size_t>(parts.fields.length) != n_rows) {
      PyErr_Format(PyExc_ValueError, "fields of length %lld for %zu rows",
                   static_cast<long long>(parts.fields.length), n_rows);
      return false;
    }
    call.fields_schema = &parts.fields_schema;
    call.fields = &parts.fields;
  }
  call.threads = arguments.threads;
  call.offsets = arguments.offsets;
  return true;
}

using Verb = decltype(&lauter_refine);

PyObject* engine_call(Verb verb, const char* format, PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"texts", "ids", "rows", "fields", "values", "threads", "offsets", nullptr};
  CallArguments given;
  if (!parse(args, kwargs, format, kNames, &given.texts, &given.ids, &given.rows, &given.fields, &given.values,
             &given.threads, &given.offsets)) {
    return nullptr;
  }
  ModuleState& state = state_of(self);
  PyObject* out = PyType_GenericAlloc(reinterpret_cast<PyTypeObject*>(state.batch_type), 0);
  if (out == nullptr) return nullptr;
  lauter_call call{};
  call.size = sizeof call;
  const bool ready = guarded([&] {
    auto* parts = new BatchParts;
    reinterpret_cast<BatchObject*>(out)->parts = parts;
    parts->engine.reset(shared(self));
    return read_call(state, given, *parts, call);
  });
  if (!ready) {
    Py_DECREF(out);
    return nullptr;
  }
  BatchParts& parts = parts_of(out);
  lauter_error* error = nullptr;
  const int code = without_gil([&](PyThreadState* thread) {
    call.stop = stop_for_signals;
    call.stop_data = thread;
    return verb(engine_of(self), parts.texts.views.data(), parts.texts.views.size(), &call, &parts.batch, &error);
  });
  parts.fields.reset();
  parts.fields_schema.reset();
  if (code != LAUTER_OK || PyErr_Occurred() != nullptr) {
    fail(state, code, error);
    Py_DECREF(out);
    return nullptr;
  }
  return out;
}

PyObject* engine_refine(PyObject* self, PyObject* args, PyObject* kwargs) {
  return engine_call(&lauter_refine, "O|$OOOOii:refine", self, args, kwargs);
}
PyObject* engine_find(PyObject* self, PyObject* args, PyObject* kwargs) {
  return engine_call(&lauter_find, "O|$OOOOii:find", self, args, kwargs);
}

// ---- functions of the module ----

/// The UTF-8 of an argument; a lone surrogate is a ValueError that does not hold the text.
bool utf8_of(PyObject* text, const char* what, std::string_view& out) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) {
    if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) != 0) {
      PyErr_Clear();
      PyErr_Format(PyExc_ValueError, "%s has a lone surrogate, which UTF-8 cannot write", what);
    }
    return false;
  }
  out = {data, static_cast<size_t>(size)};
  return true;
}

PyObject* module_apply(PyObject* module, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"text", "program", "dialect", nullptr};
  PyObject* text_object = nullptr;
  PyObject* program_object = nullptr;
  const char* dialect = nullptr;
  std::string_view text;
  std::string_view program;
  if (!parse(args, kwargs, "UUs:apply", kNames, &text_object, &program_object, &dialect) ||
      !utf8_of(text_object, "text", text) || !utf8_of(program_object, "program", program)) {
    return nullptr;
  }
  char* out = nullptr;
  size_t size = 0;
  lauter_error* error = nullptr;
  const int code = lauter_apply(text.data(), text.size(), program.data(), program.size(), dialect, &out, &size, &error);
  const CString held(out);
  if (code != LAUTER_OK) return fail(state_of_module(module), code, error);
  return text_of(std::string_view(out, size));
}

PyObject* module_categories(PyObject* module, PyObject*) {
  char* json = nullptr;
  lauter_error* error = nullptr;
  const int code = lauter_categories(&json, &error);
  return given_text(state_of_module(module), code, json, error);
}

/// Arguments of the command line, as the file system spells them.
bool read_arguments(PyObject* args, std::vector<std::string>& out) {
  if (!is_sequence(args)) return refuse_type("args", args, "a sequence of str");
  const Ref items(PySequence_Tuple(args));
  if (!items) return false;
  const Py_ssize_t n = PyTuple_Size(items.get());
  for (Py_ssize_t i = 0; i < n; ++i) {
    PyObject* bytes = nullptr;
    if (PyUnicode_FSConverter(PyTuple_GetItem(items.get(), i), &bytes) == 0) return false;
    const Ref held(bytes);
    out.emplace_back(PyBytes_AsString(bytes));
  }
  return true;
}

struct ProgressData {
  PyThreadState* thread;
  PyObject* callback;  // borrowed; Py_None: none
};

/// The progress of lauter_refine_files(): signals first, then the caller's function.
int on_progress(void* data, const lauter_progress* now) {
  using Number = unsigned long long;
  const auto* to = static_cast<const ProgressData*>(data);
  if (to->callback == Py_None) return stop_for_signals(to->thread);
  PyEval_RestoreThread(to->thread);
  int raised = PyErr_CheckSignals();
  if (raised == 0) {
    PyObject* answer =
        PyObject_CallFunction(to->callback, "KKKKdd", Number{now->rows}, Number{now->rows_rejected},
                              Number{now->edits}, Number{now->bytes}, now->seconds, now->done);
    raised = answer == nullptr ? 1 : 0;
    Py_XDECREF(answer);
  }
  PyEval_SaveThread();
  return raised != 0 ? 1 : 0;
}

PyObject* module_refine_files(PyObject* module, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"args", "progress", nullptr};
  PyObject* given = nullptr;
  PyObject* callback = nullptr;
  if (!parse(args, kwargs, "OO:refine_files", kNames, &given, &callback)) return nullptr;
  if (callback != Py_None && PyCallable_Check(callback) == 0) {
    refuse_type("progress", callback, "a function or None");
    return nullptr;
  }
  return guarded([&]() -> PyObject* {
    std::vector<std::string> arguments;
    if (!read_arguments(given, arguments)) return nullptr;
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    char* report = nullptr;
    lauter_error* error = nullptr;
    const int code = without_gil([&](PyThreadState* thread) {
      ProgressData data{thread, callback};
      return lauter_refine_files(static_cast<int>(argv.size()), argv.data(), on_progress, &data, &report, &error);
    });
    return given_text(state_of_module(module), code, report, error);
  });
}

PyObject* module_doctor(PyObject* module, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"args", nullptr};
  PyObject* given = nullptr;
  if (!parse(args, kwargs, "O:doctor", kNames, &given)) return nullptr;
  return guarded([&]() -> PyObject* {
    std::vector<std::string> arguments;
    if (!read_arguments(given, arguments)) return nullptr;
    std::vector<const char*> argv;
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    char* json = nullptr;
    lauter_error* error = nullptr;
    const int code = without_gil(
        [&](PyThreadState*) { return lauter_doctor(static_cast<int>(argv.size()), argv.data(), &json, &error); });
    return given_text(state_of_module(module), code, json, error);
  });
}

/// Gives the process its own handling of a signal while it lives, and then the caller's back. The command line sets
/// handlers; Python's would only note the signal, and nobody would look.
class Signals {
 public:
  Signals() {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], kSignals[i] == SIGINT ? &usual : nullptr, &before_[i]);
    }
  }
  ~Signals() {
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  static constexpr std::array<int, 4> kSignals = {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ};
  std::array<struct sigaction, kSignals.size()> before_{};
};

PyObject* module_cli_main(PyObject*, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"args", nullptr};
  PyObject* given = nullptr;
  if (!parse(args, kwargs, "O:cli_main", kNames, &given)) return nullptr;
  return guarded([&]() -> PyObject* {
    std::vector<std::string> arguments = {"lauter"};
    if (!read_arguments(given, arguments)) return nullptr;
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    const int exit_code = without_gil([&](PyThreadState*) {
      const Signals signals;
      return lauter_cli_main(static_cast<int>(arguments.size()), argv.data());
    });
    return PyLong_FromLong(exit_code);
  });
}

// ---- types and module ----

PyCFunction method(PyObject* (*function)(PyObject*, PyObject*, PyObject*)) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}
template <typename Function>
void* slot(Function* function) {
  return reinterpret_cast<void*>(function);
}
constexpr int kNamed = METH_VARARGS | METH_KEYWORDS;

bool make_types(PyObject* module, ModuleState& state) {
  static PyMethodDef engine_methods[] = {
      {"describe", engine_describe, METH_NOARGS, "describe($self)\n--\n\nlauter_engine_describe(): JSON."},
      {"refine", method(engine_refine), kNamed,
       "refine($self, texts, *, ids=None, rows=None, fields=None, values=None, threads=1, offsets=1)\n--\n\nRefines the texts."},
      {"find", method(engine_find), kNamed,
       "find($self, texts, *, ids=None, rows=None, fields=None, values=None, threads=1, offsets=1)\n--\n\n"
       "What refine() finds, nothing changed."},
      {nullptr, nullptr, 0, nullptr}};
  static char engine_doc[] = "Engine(config_json, key)\n--\n\nA recipe, a key and its models, compiled once.";
  PyType_Slot engine_slots[] = {{Py_tp_doc, engine_doc},
                                {Py_tp_new, slot(engine_new)},
                                {Py_tp_dealloc, slot(engine_dealloc)},
                                {Py_tp_methods, engine_methods},
                                {0, nullptr}};
  PyType_Spec engine_spec = {"lauter._core.Engine", sizeof(EngineObject), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, engine_slots};

  static PyMethodDef batch_methods[] = {
      {"texts", batch_texts, METH_NOARGS, "texts($self)\n--\n\nThe refined texts; None: null or rejected."},
      {"original", method(batch_original), kNamed, "original($self, text)\n--\n\nA text as it came in."},
      {"states", batch_states, METH_NOARGS, "states($self)\n--\n\nThe state of each row."},
      {"row", method(batch_row), kNamed, "row($self, row)\n--\n\nAll about a row but its edits."},
      {"edits", method(batch_edits), kNamed, "edits($self, row)\n--\n\nThe edits of a row."},
      {"program", method(batch_program), kNamed, "program($self, row, dialect)\n--\n\nThe program of a row."},
      {"counts", batch_counts, METH_NOARGS, "counts($self)\n--\n\nCounts of the whole batch."},
      {"label_counts", batch_label_counts, METH_NOARGS, "label_counts($self)\n--\n\nEdits by label."},
      {"text_array", method(batch_text_array), kNamed, "text_array($self, type)\n--\n\nThe texts as Arrow capsules."},
      {"table", batch_table, METH_NOARGS, "table($self)\n--\n\nStates and edits as Arrow capsules."},
      {nullptr, nullptr, 0, nullptr}};
  static char batch_doc[] = "What one call gave.";
  PyType_Slot batch_slots[] = {{Py_tp_doc, batch_doc},
                               {Py_tp_dealloc, slot(batch_dealloc)},
                               {Py_tp_methods, batch_methods},
                               {Py_sq_length, slot(batch_len)},
                               {0, nullptr}};
  PyType_Spec batch_spec = {"lauter._core.Batch", sizeof(BatchObject), 0,
                            Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                            batch_slots};

  state.engine_type = PyType_FromModuleAndSpec(module, &engine_spec, nullptr);
  state.batch_type = PyType_FromModuleAndSpec(module, &batch_spec, nullptr);
  state.error = PyErr_NewExceptionWithDoc("lauter._core.Error", "args: (code, message).", nullptr, nullptr);
  return state.engine_type != nullptr && state.batch_type != nullptr && state.error != nullptr &&
         PyModule_AddObjectRef(module, "Engine", state.engine_type) == 0 &&
         PyModule_AddObjectRef(module, "Batch", state.batch_type) == 0 &&
         PyModule_AddObjectRef(module, "Error", state.error) == 0 && add_rows(module, state);
}

bool add_constants(PyObject* module) {
  constexpr std::pair<const char*, int> kConstants[] = {
      {"OFFSETS_BYTE", LAUTER_OFFSETS_BYTE}, {"OFFSETS_CHAR", LAUTER_OFFSETS_CHAR},
      {"OFFSETS_UTF16", LAUTER_OFFSETS_UTF16}, {"KEPT", LAUTER_KEPT}, {"EDITED", LAUTER_EDITED},
      {"REJECTED", LAUTER_REJECTED}, {"NULL", LAUTER_NULL}};
  for (const auto& [name, value] : kConstants) {
    if (PyModule_AddIntConstant(module, name, value) != 0) return false;
  }
  return PyModule_AddIntConstant(module, "abi_version", static_cast<long>(lauter_abi_version())) == 0 &&
         PyModule_AddStringConstant(module, "version", lauter_version()) == 0;
}

int module_exec(PyObject* module) {
  return make_types(module, state_of_module(module)) && add_constants(module) ? 0 : -1;
}

int module_traverse(PyObject* module, visitproc visit, void* arg) {
  const ModuleState& state = state_of_module(module);
  Py_VISIT(state.error);
  Py_VISIT(state.engine_type);
  Py_VISIT(state.batch_type);
  Py_VISIT(state.rows_type);
  return 0;
}

int module_clear(PyObject* module) {
  ModuleState& state = state_of_module(module);
  Py_CLEAR(state.error);
  Py_CLEAR(state.engine_type);
  Py_CLEAR(state.batch_type);
  Py_CLEAR(state.rows_type);
  return 0;
}

}  // namespace
}  // namespace lauter::glue

PyMODINIT_FUNC PyInit__core() {
  using namespace lauter::glue;
  static PyMethodDef functions[] = {
      {"apply", method(module_apply), kNamed, "apply($module, text, program, dialect)\n--\n\nApplies a program."},
      {"categories", module_categories, METH_NOARGS, "categories($module)\n--\n\nThe built-in categories: JSON."},
      {"refine_files", method(module_refine_files), kNamed,
       "refine_files($module, args, progress)\n--\n\n`lauter refine ARGS`; report.json's text."},
      {"doctor", method(module_doctor), kNamed, "doctor($module, args)\n--\n\nWhat `lauter doctor ARGS` prints: JSON."},
      {"cli_main", method(module_cli_main), kNamed,
       "cli_main($module, args)\n--\n\n`lauter ARGS`; the exit code."},
      {"decompress_zstd", module_decompress_zstd, METH_VARARGS,
       "decompress_zstd($module, data, limit, /)\n--\n\nAll zstd frames of bytes."},
      {"text_hash", module_text_hash, METH_VARARGS,
       "text_hash($module, key, text, /)\n--\n\nThe hash that logs have of a text."},
      {"unseal", module_unseal, METH_VARARGS,
       "unseal($module, key, id, start, sealed, /)\n--\n\nAn original out of a reversible log."},
      {nullptr, nullptr, 0, nullptr}};
  static PyModuleDef_Slot slots[] = {{Py_mod_exec, slot(module_exec)}, {0, nullptr}};
  static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "lauter._core", "The engine; see _core.pyi.",
                                   sizeof(ModuleState), functions, slots, module_traverse, module_clear, nullptr};
  return PyModuleDef_Init(&definition);
}
