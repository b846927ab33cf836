// HTTP/2 over TLS, and compressed answers: what the stub server does not speak. Node alone, no package.
//
//   node http2_server.mjs KEY.pem CERTIFICATE.pem
//
// Prints `port N`, answers every chat request; the content is a list of the number of sessions so far and the
// request's `accept-encoding`. Serves until its standard input ends.
import fs from "node:fs";
import http2 from "node:http2";
import zlib from "node:zlib";

let sessions = 0;
const [key, cert] = process.argv.slice(2).map((file) => fs.readFileSync(file));
const server = http2.createSecureServer({key, cert});
server.on("session", () => { sessions += 1; });
server.on("stream", (stream, headers) => {
  stream.resume();
  stream.on("end", () => {
    const content = JSON.stringify([sessions, headers["accept-encoding"]]);
    const body = JSON.stringify({choices: [{message: {content}, finish_reason: "stop"}],
      usage: {prompt_tokens: 20, completion_tokens: 5}});
    setTimeout(() => {
      stream.respond({":status": 200, "content-type": "application/json", "content-encoding": "gzip"});
      stream.end(zlib.gzipSync(body));
    }, 50);
  });
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
