"""`--executor slurm` against real munged, slurmctld and four slurmd on this machine: nodes n1 to n4.

Skipped (77) where Slurm is not installed (scripts/install-deps --tests) or may not be started: it wants root. The
settings that work in a container: no cgroups, no systemd, no accounting; each daemon in the foreground, with files and
ports of its own. cred_expire is also how long a job waits that was put back into the queue (120 s if unsaid)."""

import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from cluster_test import ClusterTest
from support import LAUTER, rows, tree_digest

PROGRAMS = ("munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel")
NODES = ("n1", "n2", "n3", "n4")

CONF = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={dir}/munge.socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation={dir}/ctld
SlurmdSpoolDir={dir}/%n
SlurmctldPidFile={dir}/ctld.pid
SlurmdPidFile={dir}/%n.pid
SlurmctldLogFile={dir}/ctld.log
SlurmdLogFile={dir}/%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
SlurmdTimeout=4
SlurmctldTimeout=4
MessageTimeout=5
KillWait=2
MinJobAge=300
{nodes}
PartitionName=all Nodes=n[1-4] Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(what, condition, seconds=30.0, pause=0.05):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"waited {seconds} s for {what}")


class Cluster:
    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="lauter-slurm-"))
        self.dir.chmod(0o755)
        self.host = socket.gethostname().split(".")[0]
        self.processes = {}
        self.conf = self.dir / "slurm.conf"
        os.environ["SLURM_CONF"] = str(self.conf)
        port, *ports = free_ports(1 + len(NODES))
        for name in ("ctld", *NODES):
            (self.dir / name).mkdir()
        lines = [f"NodeName={node} NodeHostname={self.host} NodeAddr=127.0.0.1 Port={own} CPUs=1 RealMemory=2000"
                 for node, own in zip(NODES, ports)]
        self.conf.write_text(CONF.format(host=self.host, dir=self.dir, port=port, nodes="\n".join(lines)))

    def start(self):
        key = self.dir / "munge.key"
        subprocess.run(["mungekey", "--create", f"--keyfile={key}"], check=True)
        self.run("munged", "munged", "--foreground", "--force", f"--socket={self.dir}/munge.socket", f"--key-file={key}",
                 f"--log-file={self.dir}/munge.log", f"--pid-file={self.dir}/munge.pid",
                 f"--seed-file={self.dir}/munge.seed")
        wait_for("munged", lambda: (self.dir / "munge.socket").exists())
        self.run("slurmctld", "slurmctld", "-D", "-f", str(self.conf))
        for node in NODES:
            self.run(node, "slurmd", "-D", "-N", node, "-f", str(self.conf))
        wait_for("four idle nodes", lambda: self.say("sinfo", "-h", "-o", "%T %D") == "idle 4")

    def run(self, name, *words):
        with open(self.dir / f"{name}.out", "wb") as out:
            self.processes[name] = subprocess.Popen(words, stdout=out, stderr=out)

    def say(self, *words):
        done = subprocess.run(words, capture_output=True, text=True, timeout=20)
        return done.stdout.strip()

    def queue(self):
        return self.say("squeue", "-h", "-r", "-o", "%i %T %N")

    def stop(self):
        # Jobs first: a slurmd with steps does not end once slurmctld is gone.
        self.say("scancel", "--user=root")
        try:
            wait_for("an empty queue", lambda: not self.queue(), 10)
        finally:
            for name in (*NODES, "slurmctld", "munged"):
                process = self.processes.get(name)
                if process is not None and process.poll() is None:
                    process.terminate()
                    try:
                        process.wait(timeout=5)
                    except subprocess.TimeoutExpired:
                        process.kill()
                        process.wait()
            shutil.rmtree(self.dir, ignore_errors=True)


class Slurm(ClusterTest):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def submit(self, out, *flags):
        args = ("--executor", "slurm", "--slurm-args", "--ntasks=1 --mem=100", *flags)
        self.run_lauter("refine", "in", "-o", out, *self.flags, *args)
        return json.loads((self.dir / out / "state/jobs.json").read_text())

    def status(self, out):
        return json.loads(self.run_lauter("status", out, "--json")[0])

    def logs(self, out):
        return "".join(f"--- {path.name}\n{path.read_text()}" for path in (self.dir / out / "state/logs").iterdir())

    def wait_for_end(self, out, jobs):
        ids = {jobs["array"], jobs["final"]}
        wait_for("the end of the jobs", lambda: not any(
            line.split("_")[0].split()[0] in ids for line in self.cluster.queue().splitlines()), 50, 0.1)
        self.assertTrue((self.dir / out / "report.json").exists(), self.logs(out))

    def make_work(self):
        """Enough that tasks run for a moment, of little that has to be invented."""
        self.make_corpus()
        block = rows(random.Random(5), 1500, bad=0.005)
        self.write("in/more.jsonl", block * 8)
        self.refine("local", "--threads", 2)
        self.expected, self.report = tree_digest(self.dir / "local"), self.figures("local")

    def running_on(self, out, node):
        """The process of the task that runs on a node, if it has begun a shard."""
        for line in self.cluster.queue().splitlines():
            job, state, *nodes = line.split()
            path = self.dir / out / f"state/tasks/{job.split('_')[-1]}.json"
            if state == "RUNNING" and nodes == [node] and path.exists():
                return int(json.loads(path.read_text())["holder"].split("-")[-2])
        return None

    def test_a_node_is_killed(self):
        self.make_work()
        jobs = self.submit("out", "--tasks", 6)
        pid = wait_for("a task on n2", lambda: self.running_on("out", "n2"), 20, 0.01)
        os.kill(pid, signal.SIGSTOP)  # so that it is certainly in the middle of its work
        step = int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        self.cluster.processes["n2"].kill()
        self.cluster.processes["n2"].wait()
        os.kill(step, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        # No hand is moved from here on: Slurm notices, and puts the task back into the queue.
        self.wait_for_end("out", jobs)
        self.check("out")
        restarted = [json.loads(path.read_text()) for path in (self.dir / "out/state/tasks").iterdir()]
        self.assertEqual({task["state"] for task in restarted}, {"done"})
        self.assertEqual(self.logs("out").count(": begins as "), 7, self.logs("out"))
        self.assertEqual(self.status("out")["state"], "finished")
        self.cluster.run("n2", "slurmd", "-D", "-N", "n2", "-f", str(self.cluster.conf))
        wait_for("n2", lambda: self.cluster.say("sinfo", "-h", "-o", "%T %D") == "idle 4")

    def test_tasks_are_lost_and_submitted_again(self):
        self.make_work()
        jobs = self.submit("out", "--tasks", "4%2")
        pids = [wait_for(f"a task on {node}", lambda: self.running_on("out", node), 20, 0.01) for node in ("n1", "n2")]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        self.assertIn("running", self.run_lauter("status", "out")[0])
        _, said = self.run_lauter("refine", "in", "-o", "out", *self.flags, "--executor", "slurm", "--resume", code=2)
        self.assert_one_line(said, "another run works there")
        self.cluster.say("scancel", "--signal=KILL", "--batch", jobs["array"])
        self.cluster.say("scancel", jobs["array"])
        for pid in pids:
            try:
                os.kill(pid, signal.SIGCONT)
            except ProcessLookupError:
                pass
        wait_for("the final job", lambda: not self.cluster.queue(), 30, 0.1)
        self.assertFalse((self.dir / "out/report.json").exists())
        self.assertRegex((self.dir / "out/state/logs/task-final.log").read_text(), "shards are missing")
        status = self.status("out")
        self.assertEqual(status["state"], "stopped")
        self.assertLess(status["shards"]["done"], status["shards"]["total"])
        self.assertRegex(self.run_lauter("status", "out")[0], "task [0-3] lost: .")
        jobs = self.submit("out", "--resume")
        self.wait_for_end("out", jobs)
        self.check("out")


def why_not():
    """Why Slurm cannot run here, or nothing."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if os.geteuid() != 0:
        return "wants root, to start Slurm's daemons"
    if not any(mount.split()[2].startswith("cgroup") for mount in pathlib.Path("/proc/mounts").read_text().splitlines()):
        return "slurmd wants a cgroup file system (bare chroots have none)"
    return None


if __name__ == "__main__":
    if why_not():
        print("skipped:", why_not())
        sys.exit(77)
    unittest.main()
