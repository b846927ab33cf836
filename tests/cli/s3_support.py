"""An object store for tests: S3's rules as its documentation has them, strictly, in memory; every signature is
checked with code that shares nothing with lauter's; and faults on demand. In front of a foreign server (s3rver,
which checks no SigV4) the same signatures and faults are this one's, and the rest is the server's."""

import base64
import datetime
import email.utils
import hashlib
import hmac
import http.client
import http.server
import random
import socket
import struct
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

ACCESS, SECRET, TOKEN, REGION = "AKTESTLAUTER", "s3cret/that+must=not-show", "session/token==", "eu-test-1"
MIN_PART = 5 << 20
NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class Refused(Exception):
    def __init__(self, status, code, more=""):
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


def error_reply(status, code, more=""):
    body = f'<?xml version="1.0"?>\n<Error><Code>{code}</Code><Message>no secret here</Message>{more}</Error>'
    return status, {"Content-Type": "application/xml"}, body.encode()


def check_signature(method, target, headers, body, secret=SECRET):
    """SigV4 of a request as it came; raises Refused. `headers`: names in lower case."""
    header = headers.get("authorization")
    if header is None:
        raise Refused(403, "AccessDenied")
    algorithm, _, rest = header.partition(" ")
    fields = dict(field.strip().split("=", 1) for field in rest.split(","))
    access, day, region, service, end = fields["Credential"].split("/")
    if (algorithm, service, end) != ("AWS4-HMAC-SHA256", "s3", "aws4_request"):
        raise Refused(400, "AuthorizationHeaderMalformed")
    if region != REGION:
        raise Refused(400, "AuthorizationHeaderMalformed", f"<Region>{REGION}</Region>")
    if access != ACCESS:
        raise Refused(403, "InvalidAccessKeyId")
    moment = headers["x-amz-date"]
    at = datetime.datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    if not moment.startswith(day) or abs(datetime.datetime.now(datetime.timezone.utc) - at).total_seconds() > 900:
        raise Refused(403, "RequestTimeTooSkewed")
    signed = fields["SignedHeaders"].split(";")
    needed = {"host", *(name for name in headers if name.startswith("x-amz-"))}
    if signed != sorted(signed) or not needed <= set(signed):
        raise Refused(403, "AccessDenied")
    digest = headers["x-amz-content-sha256"]
    if digest != "UNSIGNED-PAYLOAD" and digest != hashlib.sha256(body).hexdigest():
        raise Refused(400, "XAmzContentSHA256Mismatch")
    path, _, query = target.partition("?")
    # S3 signs the path encoded once; what a client sends otherwise is signed otherwise.
    path = urllib.parse.quote(urllib.parse.unquote(path, errors="surrogateescape"), safe="/-_.~",
                              errors="surrogateescape")
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    quoted = sorted((urllib.parse.quote(k, safe="-_.~"), urllib.parse.quote(v, safe="-_.~")) for k, v in pairs)
    canonical = "\n".join([method, path, "&".join(f"{k}={v}" for k, v in quoted),
                           *(f"{name}:{' '.join(headers[name].split())}" for name in signed), "",
                           ";".join(signed), digest])
    to_sign = "\n".join([algorithm, moment, f"{day}/{region}/s3/aws4_request",
                         hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in (day, region, "s3", "aws4_request", to_sign):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    if key.hex() != fields["Signature"]:
        raise Refused(403, "SignatureDoesNotMatch")


class Memory:
    """Buckets in memory. `history` has every content that any key ever had."""

    def __init__(self, page=1000):
        self.lock = threading.Lock()
        self.page = page
        self.buckets, self.history, self.uploads, self.made = {}, {}, {}, 0
        self.written = {}  # when, in Unix seconds

    def add(self, bucket, key, data):
        with self.lock:
            self.store(bucket, key, data, '"' + hashlib.md5(data).hexdigest() + '"')

    def store(self, bucket, key, data, etag):
        self.buckets.setdefault(bucket, {})[key] = (data, etag)
        self.history.setdefault((bucket, key), []).append(data)
        self.written[bucket, key] = time.time()

    def tree(self, bucket, prefix):
        with self.lock:
            return {k[len(prefix):]: v[0] for k, v in self.buckets[bucket].items() if k.startswith(prefix)}

    def answer(self, method, bucket, key, query, headers, body):
        with self.lock:
            if bucket not in self.buckets:
                raise Refused(404, "NoSuchBucket")
            objects = self.buckets[bucket]
            if not key:
                return self.uploads_xml(bucket, query) if "uploads" in query else self.listing(objects, query)
            if method == "POST" and "uploads" in query:
                self.made += 1
                name = f"up+load/{self.made}=="
                self.uploads[name] = (bucket, key, {})
                return 200, {}, (f"<InitiateMultipartUploadResult {NAMESPACE}><UploadId>{name}</UploadId>"
                                 "</InitiateMultipartUploadResult>").encode()
            if "uploadId" in query:
                return self.multipart(method, bucket, key, query, body)
            if method == "PUT":
                is_there, match = key in objects, headers.get("if-match")
                if (is_there and headers.get("if-none-match") == "*") or (is_there and match and objects[key][1] != match):
                    raise Refused(412, "PreconditionFailed")
                if match and not is_there:
                    raise Refused(404, "NoSuchKey")
                self.store(bucket, key, body, '"' + hashlib.md5(body).hexdigest() + '"')
                return 200, {"ETag": objects[key][1]}, b""
            if method == "DELETE":
                objects.pop(key, None)
                return 204, {}, b""
            if key not in objects:
                raise Refused(404, "NoSuchKey")
            data, etag = objects[key]
        if headers.get("if-match", etag) != etag:
            raise Refused(412, "PreconditionFailed")
        reply = {"ETag": etag, "Last-Modified": email.utils.formatdate(self.written.get((bucket, key)), usegmt=True)}
        if method == "GET" and "range" in headers:
            first, last = (int(n) for n in headers["range"].removeprefix("bytes=").split("-"))
            if first >= len(data):
                raise Refused(416, "InvalidRange")
            last = min(last, len(data) - 1)
            reply["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            return 206, reply, data[first:last + 1]
        return 200, reply, data

    def multipart(self, method, bucket, key, query, body):
        name = query["uploadId"]
        if name not in self.uploads or self.uploads[name][:2] != (bucket, key):
            raise Refused(404, "NoSuchUpload")
        parts = self.uploads[name][2]
        if method == "DELETE":
            del self.uploads[name]
            return 204, {}, b""
        if method == "PUT":
            parts[int(query["partNumber"])] = body
            return 200, {"ETag": '"' + hashlib.md5(body).hexdigest() + '"'}, b""
        wanted = [(int(p.find("PartNumber").text), p.find("ETag").text) for p in ET.fromstring(body)]
        if [n for n, _ in wanted] != sorted({n for n, _ in wanted}):
            raise Refused(400, "InvalidPartOrder")
        for number, etag in wanted:
            if number not in parts or etag.strip('"') != hashlib.md5(parts[number]).hexdigest():
                raise Refused(400, "InvalidPart")
        if any(len(parts[n]) < MIN_PART for n, _ in wanted[:-1]):
            raise Refused(400, "EntityTooSmall")
        digests = b"".join(hashlib.md5(parts[n]).digest() for n, _ in wanted)
        etag = f'"{hashlib.md5(digests).hexdigest()}-{len(wanted)}"'
        self.store(bucket, key, b"".join(parts[n] for n, _ in wanted), etag)
        del self.uploads[name]
        return 200, {}, (f"<CompleteMultipartUploadResult {NAMESPACE}><ETag>{escape(etag)}</ETag>"
                         "</CompleteMultipartUploadResult>").encode()

    def uploads_xml(self, bucket, query):
        rows = "".join(f"<Upload><Key>{escape(k)}</Key><UploadId>{name}</UploadId></Upload>"
                       for name, (b, k, _) in self.uploads.items() if b == bucket and
                       k.startswith(query.get("prefix", "")))
        return 200, {}, f"<ListMultipartUploadsResult {NAMESPACE}>{rows}</ListMultipartUploadsResult>".encode()

    def listing(self, objects, query):
        prefix = query.get("prefix", "")
        after = base64.b64decode(query["continuation-token"]).decode() if "continuation-token" in query else ""
        keys = sorted((k for k in objects if k.startswith(prefix)), key=lambda k: k.encode())
        keys = [k for k in keys if k.encode() > after.encode()]
        size = min(self.page, int(query.get("max-keys", 1000)), 1000)
        page = keys[:size]
        rows = "".join(f"<Contents><Key>{urllib.parse.quote_plus(k, safe='/')}</Key><ETag>{escape(objects[k][1])}"
                       f"</ETag><Size>{len(objects[k][0])}</Size><Owner><ID>x</ID></Owner></Contents>" for k in page)
        more = len(keys) > len(page)
        token = base64.b64encode(page[-1].encode()).decode() if more else ""
        tail = f"<NextContinuationToken>{token}</NextContinuationToken>" if more else ""
        return 200, {}, (f'<?xml version="1.0"?>\n<ListBucketResult {NAMESPACE}><EncodingType>url</EncodingType>'
                         f"<IsTruncated>{str(more).lower()}</IsTruncated>{tail}{rows}</ListBucketResult>").encode()


class Forward:
    """A foreign server. It sees whole requests only, whatever happens before."""

    def __init__(self, port):
        self.port, self.local = port, threading.local()

    def answer_raw(self, method, target, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kept = {k: v for k, v in headers.items() if k in ("range", "if-match", "content-type")}
        connection.request(method, target, body, kept)
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        wanted = ("etag", "content-range", "content-type", "content-length")
        out = {k: v for k, v in reply.getheaders() if k.lower() in wanted}
        if method != "HEAD":
            out = {k: v for k, v in out.items() if k.lower() != "content-length"}
        return reply.status, out, data


class Server:
    """`faults`: share of requests that go wrong. `before(method, key)` is called ahead of each request."""

    def __init__(self, backend, faults=0.0, seed=1, delay=0.0):
        self.backend, self.faults, self.delay = backend, faults, delay
        self.random, self.lock = random.Random(seed), threading.Lock()
        self.seen, self.injected, self.before = [], {}, None
        self.token, self.anonymous, self.secret = None, False, SECRET
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                outer.handle(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

        class Threaded(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):  # clients that are killed
                pass

        self.server = Threaded(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def reset(self, request):
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.close_connection = True
        request.wfile = open("/dev/null", "wb")  # nothing more is sent
        request.connection.close()

    def draw(self):
        with self.lock:
            if self.random.random() >= self.faults:
                return None
            fault = self.random.choice(("reset", "500", "503", "truncate", "lost", "slow"))
            self.injected[fault] = self.injected.get(fault, 0) + 1
            return fault

    def handle(self, request):
        headers = {k.lower(): v for k, v in request.headers.items()}
        body = request.rfile.read(int(headers.get("content-length", 0)))
        fault = self.draw()
        if fault == "reset":
            return self.reset(request)
        time.sleep(0.3 if fault == "slow" else self.delay)
        if fault == "500":
            reply = error_reply(500, "InternalError")
        elif fault == "503":
            reply = error_reply(503, "SlowDown")
        else:
            reply = self.answer(request.command, request.path, headers, body)
        if fault == "lost":  # done, but the client never hears of it
            return self.reset(request)
        self.send(request, *reply, truncate=fault == "truncate")

    def answer(self, method, target, headers, body):
        try:
            if not (self.anonymous and "authorization" not in headers):
                check_signature(method, target, headers, body, self.secret)
            if self.token is not None and headers.get("x-amz-security-token") != self.token:
                raise Refused(403, "InvalidToken")
            path, _, query = target.partition("?")
            host = headers["host"].rsplit(":", 1)[0]
            path = urllib.parse.unquote(path)
            if host.endswith(".localhost"):
                bucket, key = host.removesuffix(".localhost"), path[1:]
            else:
                bucket, _, key = path[1:].partition("/")
            with self.lock:
                self.seen.append((method, key))
            if self.before is not None:
                self.before(method, key)
            if isinstance(self.backend, Forward):
                return self.backend.answer_raw(method, target, headers, body)
            pairs = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            return self.backend.answer(method, bucket, key, pairs, headers, body)
        except Refused as refused:
            return error_reply(refused.status, refused.code, refused.more)

    @staticmethod
    def send(request, status, headers, body, truncate):
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if "content-length" not in {name.lower() for name in headers}:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if request.command == "HEAD":
            return
        if truncate and body:
            request.close_connection = True
            body = body[:len(body) // 2]
        request.wfile.write(body)
