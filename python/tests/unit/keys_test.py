"""Keys: where they come from, and that they show themselves to nobody."""
from __future__ import annotations

import os
import pickle
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import lauter
from lauter import Key, KeyProblem


class Keys(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "corpus.key")

    def test_save_and_load(self) -> None:
        key = Key.random()
        key.save(self.path)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(Key.load(self.path), key)
        self.assertEqual(Key.at(self.path).id, key.id)
        with self.assertRaisesRegex(KeyProblem, "never overwritten"):
            key.save(self.path)
        with self.assertRaisesRegex(KeyProblem, "no secret"):
            Key.example().save(self.path.with_name("other"))

    def test_what_is_pickled(self) -> None:
        Key.from_bytes(b"0123456789abcdef").save(self.path)
        at = Key.at(self.path)
        at.secret()
        self.assertNotIn(b"0123456789abcdef", pickle.dumps(at))
        self.assertEqual(pickle.loads(pickle.dumps(at)), at)
        self.assertIn(b"0123456789abcdef", pickle.dumps(Key.load(self.path)))
        with self.assertRaises(KeyProblem):
            pickle.dumps(Key.random())

    def test_nobody_sees_a_key(self) -> None:
        secret = "00112233445566778899aabbccddeeff"
        self.path.write_text(secret)
        self.path.chmod(0o600)
        engine = lauter.Engine(key=self.path, model="none")
        for view in (repr(Key.load(self.path)), repr(engine), repr(engine.key), str(engine.recipe)):
            self.assertNotIn(secret, view)
        with self.assertRaises(KeyProblem) as caught:
            lauter.Engine(key=secret)
        self.assertNotIn(secret, str(caught.exception))

    def test_bad_keys(self) -> None:
        for content, message in (("xyz", "hex digits only"), ("00" * 15, "32 to 128 hex digits"), ("00" * 65, "32 to 128")):
            self.path.write_text(content)
            with self.assertRaisesRegex(KeyProblem, message):
                Key.load(self.path)
        with self.assertRaisesRegex(KeyProblem, "No such file.*openssl rand"):
            lauter.Engine(key=self.path.with_name("none.key"), model="none")
        with self.assertRaises(KeyProblem):
            Key.from_bytes(b"short")

    def test_keys_that_others_can_read(self) -> None:
        self.path.write_text("00112233445566778899aabbccddeeff")
        for mode in (0o644, 0o640, 0o604, 0o620, 0o666):
            self.path.chmod(mode)
            for key in (self.path, Key.at(self.path)):
                with self.assertRaisesRegex(KeyProblem, f"others can read this key; run `chmod 600 {self.path}`"):
                    lauter.Engine(key=key, model="none")
        self.path.chmod(0o400)
        self.assertEqual(Key.load(self.path).secret().hex(), "00112233445566778899aabbccddeeff")

    def test_environment(self) -> None:
        Key.from_bytes(b"0123456789abcdef").save(self.path)
        with mock.patch.dict(os.environ, {"LAUTER_KEY_FILE": str(self.path)}):
            self.assertEqual(lauter.Engine(model="none").key, Key.load(self.path))
        with mock.patch.dict(os.environ):
            os.environ.pop("LAUTER_KEY_FILE", None)
            self.assertIs(lauter.Engine(model="none").key, lauter.Engine(model="none").key)
            with self.assertRaises(KeyProblem):
                Key.from_env()


if __name__ == "__main__":
    unittest.main()
