"""lauter against s3rver (npm), a store that we did not write, with every fifth request going wrong. s3rver checks no
SigV4 and writes objects as they come; so s3_support.Server stands before it, checks the signatures and makes the faults,
and what is visible meanwhile is for s3_test.py to look at.

Needs node and npm, which installs it into S3RVER_DIR; skipped (exit 77), saying so, without them.
"""

import json
import os
import shutil
import subprocess
import sys
import unittest
import urllib.parse
from pathlib import Path

import s3_test
from s3_support import Forward
from support import tree_digest

FOLDER = Path(os.environ.get("S3RVER_DIR", "/tmp/lauter-s3rver"))
PROGRAM = FOLDER / "node_modules/s3rver/bin/s3rver.js"
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def install():
    if not shutil.which("npm") or not shutil.which("node"):
        skip("no npm here")
    if PROGRAM.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text(json.dumps({"private": True, "dependencies": {"s3rver": "3.7.1"}}))
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    try:
        result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=240)
    except subprocess.TimeoutExpired:
        skip("npm install took too long")
    if result.returncode != 0:
        skip("npm install failed: " + result.stderr.strip().splitlines()[-1])


class S3rver(s3_test.S3Case):
    faults = 0.2

    def setUp(self):
        super().setUp()
        command = ["node", str(PROGRAM), "-d", str(self.dir / "buckets"), "-p", "0", "-s", "--no-vhost-buckets",
                   "--configure-bucket", "corpus"]
        self.s3rver = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        line = "x"
        while line and "listening" not in line:
            line = self.s3rver.stdout.readline().decode()
        self.assertIn("listening", line)
        self.store = Forward(int(line.rsplit(":", 1)[1]))

    def tearDown(self):
        self.s3rver.kill()
        self.s3rver.stdout.close()
        self.s3rver.wait()
        super().tearDown()

    def test_job_under_faults(self):
        self.make_corpus()
        self.server.backend = self.store
        for path in sorted((self.dir / "in").rglob("*")):
            if path.is_file():
                target = urllib.parse.quote(f"/corpus/in/{path.relative_to(self.dir / 'in')}")
                self.assertEqual(self.store.answer_raw("PUT", target, {}, path.read_bytes())[0], 200)
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out")
        # What is there now, read back by lauter.
        self.refine("s3://corpus/out/data/", "-o", "back", code=None)
        self.refine("local/data", "-o", "expected", code=None)
        self.assertEqual(tree_digest(self.dir / "back"), tree_digest(self.dir / "expected"))
        self.refine("s3://corpus/in/a.jsonl", "-o", "s3://corpus/out", "--overwrite")
        _, err = self.lauter("find", "s3://nobody/x/", code=2)
        self.assert_one_line(err, "no such bucket")
        print(f"faults: {self.server.injected}")


if __name__ == "__main__":
    install()
    unittest.main(verbosity=1)
