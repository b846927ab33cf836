"""The pool over TLS and HTTP/2: hundreds of requests on one connection, answers compressed, the certificate checked.
Needs node and openssl; skipped (exit 77) without them."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SERVER = Path(__file__).resolve().parent / "http2_server.mjs"
ASK = os.environ["LLM_ASK"]


def ask(*args):
    result = subprocess.run([ASK, *map(str, args)], capture_output=True, text=True, timeout=120, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def main():
    if not shutil.which("node") or not shutil.which("openssl"):
        print("skipped: no node or no openssl here")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder) / "key.pem", Path(folder) / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out",
                        certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                       check=True, capture_output=True)
        with subprocess.Popen(["node", SERVER, key, certificate], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as server:
            try:
                words = server.stdout.readline().split()
                assert words[:1] == ["port"], "the server does not start"
                url = f"https://localhost:{words[1]}/v1"
                *replies, stats = ask("--ca-file", certificate, url, 300, 50)
                *strangers, _ = ask(url, 1, 50)
            finally:
                server.kill()
    assert len(replies) == 300
    for reply in replies:
        assert reply["failure"] == "none", reply
        sessions, encoding = json.loads(reply["content"])
        assert sessions == 1 and "gzip" in encoding, reply
    assert stats["most_in_flight"] == 16, stats
    assert strangers[0]["failure"] == "network", "a certificate that nobody vouches for"


if __name__ == "__main__":
    main()
