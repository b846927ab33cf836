"""DuckDB through its C API, for tests: queries as lists of rows of strings. The library is the one
that lauter is given, from npm; nothing of lauter's own code is in between."""

import ctypes
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

PACKAGE = "@duckdb/node-bindings-linux-x64@1.5.6-r.1"
FOLDER = pathlib.Path(os.environ.get(
    "DUCKDB_DIR", pathlib.Path(__file__).parents[2] / "build/release/tests/duckdb"))


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def library():
    """Path of libduckdb.so, which is fetched once into the build folder. Skips without npm."""
    given = os.environ.get("LAUTER_DUCKDB")
    if given:
        return pathlib.Path(given)
    path = FOLDER / "package/libduckdb.so"
    if path.exists():
        return path
    if shutil.which("npm") is None:
        skip("no npm, which has DuckDB's library; or name one with LAUTER_DUCKDB")
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "pack", PACKAGE], cwd=FOLDER, capture_output=True, text=True,
                          timeout=200)
    if done.returncode != 0:
        skip(f"npm does not give {PACKAGE}: {done.stderr.strip()[-200:]}")
    archive = FOLDER / done.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as tar:
        tar.extractall(FOLDER)
    archive.unlink()
    return path


class Result(ctypes.Structure):
    _fields_ = [("counts", ctypes.c_uint64 * 3), ("pointers", ctypes.c_void_p * 3)]


class Duck:
    def __init__(self, path):
        api = self.api = ctypes.CDLL(str(path))
        api.duckdb_result_error.restype = ctypes.c_char_p
        api.duckdb_value_varchar.restype = ctypes.c_void_p
        api.duckdb_value_varchar.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64]
        api.duckdb_free.argtypes = [ctypes.c_void_p]
        api.duckdb_row_count.restype = api.duckdb_column_count.restype = ctypes.c_uint64
        database, self.connection = ctypes.c_void_p(), ctypes.c_void_p()
        assert api.duckdb_open(None, ctypes.byref(database)) == 0
        assert api.duckdb_connect(database, ctypes.byref(self.connection)) == 0
        self.rows("SET threads = 2")

    def rows(self, sql):
        api, result = self.api, Result()
        handle = ctypes.byref(result)
        if api.duckdb_query(self.connection, sql.encode(), handle):
            raise RuntimeError(api.duckdb_result_error(handle).decode())
        n_columns = api.duckdb_column_count(handle)
        rows = []
        for i in range(api.duckdb_row_count(handle)):
            row = []
            for j in range(n_columns):
                value = api.duckdb_value_varchar(handle, j, i)
                row.append(None if not value else ctypes.string_at(value).decode())
                if value:
                    api.duckdb_free(value)
            rows.append(tuple(row))
        api.duckdb_destroy_result(handle)
        return rows

    def value(self, sql):
        return self.rows(sql)[0][0]
