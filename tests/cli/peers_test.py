"""Peers that are not who they should be: servers that send us elsewhere, and certificates of strangers. What they get is
never a key, a signature or a text."""

import http.server
import os
import shutil
import ssl
import subprocess
import threading
import unittest

from support import LAUTER, CliTest

API_KEY, SECRET = "sk-test-4f7a9c", "s3cret/that+must=not-show"


class Peer:
    """A server that notes what it is asked. `answer(handler)` replies; `tls`: (certificate, key)."""

    def __init__(self, answer, tls=None):
        self.seen = seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                seen.append((self.command, self.path, dict(self.headers), body))
                answer(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any

        class Threaded(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):  # clients that do not trust us
                pass

        self.server = Threaded(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def reply(handler, status, body=b"", **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class PeersTest(CliTest):
    def setUp(self):
        super().setUp()
        self.write("in.jsonl", '{"id":"a","text":"Later Quorvath Dunspire came by and paid."}\n')
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.dir), "LLM_KEY": API_KEY, "AWS_ACCESS_KEY_ID": "AKTEST",
                    "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "eu-test-1"}

    def lauter(self, *args, **env):
        done = subprocess.run([LAUTER, *map(str, args)], capture_output=True, text=True, cwd=self.dir, env=self.env | env, timeout=120)
        for secret in (API_KEY, SECRET):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done

    def ask(self, url):
        self.write("r.yaml", f"""steps:
  - {{use: llm, task: anonymize, model: none, scope: all}}
endpoints:
  main: {{base_url: "{url}/v1", model: stub, api_key_env: LLM_KEY, connect_timeout_s: 2, first_byte_timeout_s: 2, timeout_s: 3, retries: 1}}
""")
        return self.lauter("refine", "in.jsonl", "-o", "out", "--overwrite", "--recipe", "r.yaml", "--key-file", "key", "-q")

    def list(self, url, **env):
        return self.lauter("find", "s3://corpus/x/", "--model", "none", AWS_ENDPOINT_URL_S3=url, **env)

    def assert_one_line(self, done):
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def make_certificate(self, name):
        """A certificate for a host, which vouches for itself."""
        if shutil.which("openssl") is None:
            self.skipTest("needs openssl")
        certificate, key = self.dir / f"{name}.pem", self.dir / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-keyout", key, "-out", certificate, "-subj", "/CN=test", "-addext", f"subjectAltName={name}"],
                       check=True, capture_output=True)
        return certificate, key


class Redirects(PeersTest):
    def test_no_key_follows_a_redirect(self):
        with Peer(lambda handler: reply(handler, 200, b"{}")) as other:
            for status in (301, 302, 303, 307, 308):
                with Peer(lambda handler, status=status: reply(handler, status, Location=other.url + handler.path)) as peer:
                    with self.subTest("language model", status=status):
                        self.assertNotEqual(self.ask(peer.url).returncode, 0)
                        self.assertTrue(peer.seen)
                        # Not edited, and not passed on either.
                        self.assertFalse((self.dir / "out/data/in.jsonl").exists() and (self.dir / "out/data/in.jsonl").read_bytes())
                    with self.subTest("object storage", status=status):
                        peer.seen.clear()
                        self.assert_one_line(self.list(peer.url))
                        self.assertTrue(peer.seen)
            self.assertEqual(other.seen, [])


class Certificates(PeersTest):
    def test_a_certificate_of_nobody(self):
        with Peer(lambda handler: reply(handler, 200, b"{}"), self.make_certificate("IP:127.0.0.1")) as peer:
            done = self.ask(peer.url)
            self.assert_one_line(done)
            self.assertRegex(done.stderr, "(?i)certificate")
            done = self.list(peer.url)
            self.assert_one_line(done)
            self.assertRegex(done.stderr, "(?i)certificate")
            self.assertEqual(peer.seen, [])

    def test_a_certificate_of_another_host(self):
        certificate, key = self.make_certificate("DNS:other.example")
        with Peer(lambda handler: reply(handler, 200, b"{}"), (certificate, key)) as peer:
            self.assert_one_line(self.list(peer.url, AWS_CA_BUNDLE=str(certificate)))
            self.assertEqual(peer.seen, [])

    def test_one_that_is_trusted_is_asked(self):
        empty = b'<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>'
        certificate, key = self.make_certificate("IP:127.0.0.1")
        with Peer(lambda handler: reply(handler, 200, empty), (certificate, key)) as peer:
            self.assertIn("no such object", self.list(peer.url, AWS_CA_BUNDLE=str(certificate)).stderr)
            self.assertEqual(len(peer.seen), 1)


if __name__ == "__main__":
    unittest.main()
