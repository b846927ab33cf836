#include "rows.h"

namespace lauter::glue {
namespace {

struct RowsObject {
  PyObject_HEAD
  lauter_rows* rows;
};

lauter_rows*& rows_of(PyObject* self) { return reinterpret_cast<RowsObject*>(self)->rows; }

PyObject* rows_new(PyTypeObject* type, PyObject* args, PyObject* kwargs) {
  static const char* const kNames[] = {"config_json", nullptr};
  const char* config = nullptr;
  if (!parse(args, kwargs, "s:Rows", kNames, &config)) return nullptr;
  PyObject* self = PyType_GenericAlloc(type, 0);
  if (self == nullptr) return nullptr;
  lauter_error* error = nullptr;
  const int code = without_gil([&](PyThreadState*) { return lauter_rows_open(config, &rows_of(self), &error); });
  if (code == LAUTER_OK) return self;
  fail(state_of_type(type), code, error);
  Py_DECREF(self);
  return nullptr;
}

void rows_dealloc(PyObject* self) {
  lauter_rows_close(rows_of(self));
  free_instance(self);
}

PyObject* bytes_of(lauter_view view) {
  return PyBytes_FromStringAndSize(view.data, static_cast<Py_ssize_t>(view.size));
}
PyObject* bytes_or_none(lauter_view view) { return view.data == nullptr ? none() : bytes_of(view); }

PyObject* source_row(const lauter_source_row& row) {
  using Number = unsigned long long;
  Ref texts(PyList_New(0));
  if (!texts) return nullptr;
  for (size_t i = 0; i < row.n_texts; ++i) {
    const lauter_source_text& text = row.texts[i];
    const Ref named(Py_BuildValue("(NKK)", text_of(text.field), Number{text.start}, Number{text.end}));
    if (!named || PyList_Append(texts.get(), named.get()) != 0) return nullptr;
  }
  return Py_BuildValue("(KNNNNN)", Number{row.number}, text_of(row.id), bytes_of(row.raw), bytes_or_none(row.text),
                       texts.release(), text_or_none(row.reason));
}

PyObject* rows_next(PyObject* self, PyObject* args) {
  int with_rows = 0;
  if (PyArg_ParseTuple(args, "p:next", &with_rows) == 0) return nullptr;
  lauter_chunk chunk{};
  chunk.size = sizeof chunk;
  lauter_error* error = nullptr;
  const int code =
      without_gil([&](PyThreadState*) { return lauter_rows_next(rows_of(self), with_rows, &chunk, &error); });
  if (code != LAUTER_OK) return fail(state_of(self), code, error);
  if (chunk.is_there == 0) return none();
  Ref rows(PyList_New(0));
  if (!rows) return nullptr;
  for (size_t i = 0; chunk.rows != nullptr && i < chunk.n_rows; ++i) {
    const Ref row(source_row(chunk.rows[i]));
    if (!row || PyList_Append(rows.get(), row.get()) != 0) return nullptr;
  }
  return Py_BuildValue("(KKKnN)", static_cast<unsigned long long>(chunk.index),
                       static_cast<unsigned long long>(chunk.offset), static_cast<unsigned long long>(chunk.record),
                       static_cast<Py_ssize_t>(chunk.n_rows), rows.release());
}

}  // namespace

bool add_rows(PyObject* module, ModuleState& state) {
  static PyMethodDef methods[] = {
      {"next", rows_next, METH_VARARGS, "next($self, with_rows, /)\n--\n\nThe next chunk; None at the end."},
      {nullptr, nullptr, 0, nullptr}};
  static char doc[] = "Rows(config_json)\n--\n\nThe rows of one file, as a run reads them.";
  PyType_Slot slots[] = {{Py_tp_doc, doc},
                         {Py_tp_new, reinterpret_cast<void*>(rows_new)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(rows_dealloc)},
                         {Py_tp_methods, methods},
                         {0, nullptr}};
  PyType_Spec spec = {"lauter._core.Rows", sizeof(RowsObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
  state.rows_type = PyType_FromModuleAndSpec(module, &spec, nullptr);
  return state.rows_type != nullptr && PyModule_AddObjectRef(module, "Rows", state.rows_type) == 0;
}

PyObject* module_decompress_zstd(PyObject* module, PyObject* args) {
  const char* data = nullptr;
  Py_ssize_t size = 0;
  unsigned long long limit = 0;
  if (PyArg_ParseTuple(args, "y#K:decompress_zstd", &data, &size, &limit) == 0) return nullptr;
  char* out = nullptr;
  size_t out_size = 0;
  lauter_error* error = nullptr;
  const int code = without_gil([&](PyThreadState*) {
    return lauter_decompress_zstd(data, static_cast<size_t>(size), limit, &out, &out_size, &error);
  });
  const CString held(out);
  if (code != LAUTER_OK) return fail(state_of_module(module), code, error);
  return PyBytes_FromStringAndSize(out, static_cast<Py_ssize_t>(out_size));
}

PyObject* module_text_hash(PyObject* module, PyObject* args) {
  const char* key = nullptr;
  const char* text = nullptr;
  Py_ssize_t key_size = 0;
  Py_ssize_t size = 0;
  if (PyArg_ParseTuple(args, "y#y#:text_hash", &key, &key_size, &text, &size) == 0) return nullptr;
  char hex[33];
  lauter_error* error = nullptr;
  const int code = lauter_text_hash(reinterpret_cast<const uint8_t*>(key), static_cast<size_t>(key_size), text,
                                    static_cast<size_t>(size), hex, &error);
  if (code != LAUTER_OK) return fail(state_of_module(module), code, error);
  return text_of(std::string_view(hex, 32));
}

PyObject* module_unseal(PyObject* module, PyObject* args) {
  const char* key = nullptr;
  const char* id = nullptr;
  const char* sealed = nullptr;
  Py_ssize_t key_size = 0;
  Py_ssize_t id_size = 0;
  Py_ssize_t sealed_size = 0;
  unsigned long long start = 0;
  if (PyArg_ParseTuple(args, "y#s#Ks#:unseal", &key, &key_size, &id, &id_size, &start, &sealed, &sealed_size) == 0) {
    return nullptr;
  }
  char* out = nullptr;
  size_t size = 0;
  lauter_error* error = nullptr;
  const int code = lauter_unseal(reinterpret_cast<const uint8_t*>(key), static_cast<size_t>(key_size), id,
                                 static_cast<size_t>(id_size), start, sealed, static_cast<size_t>(sealed_size), &out,
                                 &size, &error);
  const CString held(out);
  if (code != LAUTER_OK) return fail(state_of_module(module), code, error);
  return PyBytes_FromStringAndSize(out, static_cast<Py_ssize_t>(size));
}

}  // namespace lauter::glue
