"""The secret key of stand-ins and hashes: the same key gives the same stand-ins, everywhere."""
from __future__ import annotations

import os
import stat
from typing import TypeAlias, Union, final

from .errors import KeyProblem

_MIN_BYTES, _MAX_BYTES = 16, 64
_EXAMPLE = b"lauter: example key, not secret."
_ENVIRONMENT = "LAUTER_KEY_FILE"


@final
class Key:
    """A secret key of 16 to 64 bytes. Made by one of the class methods; immutable.

    In files a key is hex digits, as `(umask 077; openssl rand -hex 32 > corpus.key)` writes them, which only their owner can read.

    >>> Key.example()
    Key(id='a41dabb8ac952dbb')
    """

    __slots__ = ("_bytes", "_path", "_random")
    _bytes: bytes | None
    _path: str | None
    _random: bool

    def __init__(self) -> None:
        raise TypeError("make a key with Key.load(path), Key.at(path), Key.from_env(), Key.from_bytes(b) or Key.random()")

    @classmethod
    def _make(cls, data: bytes | None, path: str | None = None, random: bool = False) -> Key:
        key = object.__new__(cls)
        key._bytes, key._path, key._random = data, path, random
        return key

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Key:
        """The key in a file. Pickling it pickles the secret itself; `Key.at` does not.

        Raises:
            KeyProblem: there is no such file, others can read it, or it holds no key.
        """
        return cls._make(_read(os.fspath(path)))

    @classmethod
    def at(cls, path: str | os.PathLike[str]) -> Key:
        """The key in a file, read when it is first needed. Pickling it pickles the path: for clusters whose workers see
        the file, so that the secret is in no object store or job file."""
        return cls._make(None, os.path.abspath(os.fspath(path)))

    @classmethod
    def from_env(cls, name: str = _ENVIRONMENT) -> Key:
        """The key in the file that an environment variable names.

        Raises:
            KeyProblem: the variable is not set.
        """
        path = os.environ.get(name)
        if not path:
            raise KeyProblem(f"the environment variable {name} is not set; it names a key file")
        return cls.at(path)

    @classmethod
    def from_bytes(cls, data: bytes) -> Key:
        """A key of these 16 to 64 bytes.

        Raises:
            KeyProblem: too few, or too many.
        """
        if not _MIN_BYTES <= len(data) <= _MAX_BYTES:
            raise KeyProblem(f"a key has {_MIN_BYTES} to {_MAX_BYTES} bytes, not {len(data)}")
        return cls._make(bytes(data))

    @classmethod
    def random(cls) -> Key:
        """A fresh key of 32 bytes. It cannot be pickled: save it, and give `Key.at(path)` to workers."""
        return cls._make(os.urandom(32), random=True)

    @classmethod
    def example(cls) -> Key:
        """The key of examples and tests. Everybody has it, so it protects nothing, and cannot be saved."""
        return cls._make(_EXAMPLE)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the key to a new file that only its owner can read.

        Raises:
            KeyProblem: it is the example key, or the file exists.
        """
        data = self.secret()
        if data == _EXAMPLE:
            raise KeyProblem("the example key is no secret; make one with Key.random()")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyProblem(f"{os.fspath(path)} exists; a key is never overwritten") from None
        except OSError as error:
            raise KeyProblem(f"cannot write {os.fspath(path)}: {error.strerror}") from None
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(data.hex() + "\n")

    def secret(self) -> bytes:
        """The key's bytes. Whoever has them can link stand-ins with guesses of the originals: never log them.

        Raises:
            KeyProblem: the file of `Key.at` is not there, can be read by others, or holds no key.
        """
        if self._bytes is None:
            assert self._path is not None
            self._bytes = _read(self._path)
        return self._bytes

    @property
    def id(self) -> str:
        """16 hex digits that tell keys apart and say nothing about them; reports have them as `key_id`."""
        import hashlib
        import hmac

        derived = hashlib.sha256(self.secret() + b"key-id").digest()
        return hmac.new(derived, b"lauter", hashlib.sha256).hexdigest()[:16]

    @property
    def path(self) -> str | None:
        """The file of `Key.at`; None for a key that is in memory alone."""
        return self._path

    @property
    def is_random(self) -> bool:
        """Whether this process drew the key, so that no other process has it."""
        return self._random

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.secret() == other.secret()

    def __hash__(self) -> int:
        return hash(self.secret())

    def __repr__(self) -> str:
        try:
            return f"Key(id={self.id!r})"
        except KeyProblem:
            return f"Key.at({self._path!r})"

    def __reduce__(self) -> tuple[object, tuple[object]]:
        if self._random:
            raise KeyProblem("this is a random key; give key= so that all workers share one: key.save(path), then lauter.Key.at(path)")
        if self._path is not None:
            return Key.at, (self._path,)
        return Key.from_bytes, (self._bytes,)


KeyLike: TypeAlias = Union[Key, str, "os.PathLike[str]", bytes, None]
"""What a `key=` takes: a key, the path of a key file, a key's bytes, or None; see `as_key`."""

_process_key: Key | None = None


def as_key(key: KeyLike) -> Key:
    """The key that a `key=` means: a path is `Key.at`, None is LAUTER_KEY_FILE, else one random key for the process."""
    global _process_key
    if isinstance(key, Key):
        return key
    if isinstance(key, (bytes, bytearray, memoryview)):
        return Key.from_bytes(bytes(key))
    if key is not None:
        return Key.at(key)
    if os.environ.get(_ENVIRONMENT):
        return Key.from_env()
    if _process_key is None:
        _process_key = Key.random()
    return _process_key


def _read(path: str) -> bytes:
    name = os.path.basename(path)
    if len(name) >= 2 * _MIN_BYTES and all(c in "0123456789abcdefABCDEF" for c in name) and not os.path.exists(path):
        raise KeyProblem("key= takes the path of a key file; this looks like the key itself: Key.from_bytes(bytes.fromhex(...))")
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(4096)
    except OSError as error:
        raise KeyProblem(f"cannot read the key file {path}: {error.strerror}; make one with `(umask 077; openssl rand -hex 32 > {name})`") from None
    try:
        data = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        raise KeyProblem(f"{path}: a key file holds hex digits only, an even number of them") from None
    if not _MIN_BYTES <= len(data) <= _MAX_BYTES:
        raise KeyProblem(f"{path}: a key file holds {2 * _MIN_BYTES} to {2 * _MAX_BYTES} hex digits, not {2 * len(data)}")
    if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyProblem(f"{path}: others can read this key; run `chmod 600 {path}`")
    return data
