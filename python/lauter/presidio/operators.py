"""Presidio's operators: what may be written in a value's place. Each takes the value and its parameters, and checks them."""
from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Mapping
from typing import Any, Final

from lauter.presidio.results import InvalidParamError

Operator = Callable[[str, Mapping[str, Any]], str]

_JSON_TYPES = {str: "string", bool: "boolean", int: "number"}


def of_class(operator_cls: type[Any]) -> tuple[str, Operator]:
    """Name and function of an operator class of Presidio's form."""
    name: str = operator_cls().operator_name()

    def operate(value: str, params: Mapping[str, Any]) -> str:
        operator = operator_cls()
        operator.validate(dict(params))
        changed: str = operator.operate(text=value, params=dict(params))
        return changed

    return name, operate


def _param(params: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    value = params.get(name)
    if value is None:
        raise InvalidParamError(f"Expected parameter {name}")
    if value and not isinstance(value, kind):
        wanted, given = _JSON_TYPES.get(kind), _JSON_TYPES.get(type(value))
        if wanted and given:
            raise InvalidParamError(f"Invalid parameter value for {name}. Expecting '{wanted}', but got '{given}'.")
        raise InvalidParamError(f"Invalid parameter value for '{name}'.")
    return value


def _replace(value: str, params: Mapping[str, Any]) -> str:
    new_value: str = _param(params, "new_value", str) if params.get("new_value") else ""
    return new_value or f"<{params['entity_type']}>"


def _mask(value: str, params: Mapping[str, Any]) -> str:
    char: str = _param(params, "masking_char", str)
    if len(char) > 1:
        raise InvalidParamError("Invalid input, masking_char must be a character")
    wanted: int = _param(params, "chars_to_mask", int)
    count = min(len(value), max(0, wanted))
    from_end: bool = _param(params, "from_end", bool)
    if from_end:
        return value[: len(value) - count] + char * count
    return char * count + value[count:]


def _hash(value: str, params: Mapping[str, Any]) -> str:
    kind = params.get("hash_type", "sha256")
    if kind not in ("sha256", "sha512"):
        raise InvalidParamError("Parameter hash_type is not in range of values ['sha256', 'sha512']")
    salt = params.get("salt")
    salt = os.urandom(32) if salt is None else salt.encode() if isinstance(salt, str) else bytes(salt)
    if len(salt) < 16:
        raise InvalidParamError(f"Salt must be at least 16 bytes (128 bits). Provided salt is {len(salt)} bytes.")
    return hashlib.new(kind, value.encode() + salt).hexdigest()


def _custom(value: str, params: Mapping[str, Any]) -> str:
    function = params.get("lambda")
    if not callable(function):
        raise InvalidParamError("New value must be a callable function")
    result = function(value)
    if not isinstance(result, str):
        raise InvalidParamError("Function return type must be a str")
    return result


def _aes_key(params: Mapping[str, Any]) -> bytes:
    given = params.get("key")
    key: bytes = given.encode() if isinstance(given, str) else _param(params, "key", bytes)
    if len(key) not in (16, 24, 32):
        raise InvalidParamError("Invalid input, key must be of length 128, 192 or 256 bits")
    return key


def _encrypt(value: str, params: Mapping[str, Any]) -> str:
    """AES in CBC mode: URL-safe base64 of the IV and the padded text, as Presidio writes it."""
    padding, ciphers = _cryptography()
    padder = padding.PKCS7(128).padder()
    iv = os.urandom(16)
    encryptor = ciphers.Cipher(ciphers.algorithms.AES(_aes_key(params)), ciphers.modes.CBC(iv)).encryptor()
    sealed = encryptor.update(padder.update(value.encode()) + padder.finalize()) + encryptor.finalize()
    return base64.urlsafe_b64encode(iv + sealed).decode()


def _decrypt(value: str, params: Mapping[str, Any]) -> str:
    padding, ciphers = _cryptography()
    try:
        raw = base64.urlsafe_b64decode(value)
        decryptor = ciphers.Cipher(ciphers.algorithms.AES(_aes_key(params)), ciphers.modes.CBC(raw[:16])).decryptor()
        unpadder = padding.PKCS7(128).unpadder()
        opened = unpadder.update(decryptor.update(raw[16:]) + decryptor.finalize()) + unpadder.finalize()
        return str(opened, "utf-8")
    except ValueError:
        raise InvalidParamError("decrypt: this is not what encrypt wrote under this key") from None


def _cryptography() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import ciphers, padding
    except ImportError:
        raise ImportError('encrypt and decrypt need cryptography: pip install "lauter[presidio]"') from None
    return padding, ciphers


ANONYMIZERS: Final[dict[str, Operator]] = {
    "custom": _custom,
    "encrypt": _encrypt,
    "hash": _hash,
    "keep": lambda value, params: value,
    "mask": _mask,
    "redact": lambda value, params: "",
    "replace": _replace,
}
DEANONYMIZERS: Final[dict[str, Operator]] = {
    "decrypt": _decrypt,
    "deanonymize_keep": lambda value, params: value,
}
