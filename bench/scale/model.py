"""A run over many nodes, from measured rates: how long, for how much, and what it waits for first.

Shards are simulated one by one as the executor hands them out (src/run/cluster/shard_plan.cc, shard_reader.cc): every node takes
the next one when it has ended its last, so stragglers, failures and the last shards cost what they cost there. Bandwidth
that nodes share is divided evenly among them. What is done by one process (plan, final job) comes before and after.
"""
import dataclasses
import heapq
import json
import math
import pathlib
import random

GRID = 64 * 2**20
SHARDS_PER_TASK = 32
RATES = pathlib.Path(__file__).with_name("rates.json")
WORKLOADS = ("rules", "small", "gpu", "llm")


def load_rates(path=RATES, overrides=()):
    """Numbers by name. `overrides`: NAME=VALUE texts."""
    rates = {name: entry["value"] for name, entry in json.loads(pathlib.Path(path).read_text()).items()}
    for text in overrides:
        name, _, value = text.partition("=")
        if name not in rates:
            raise ValueError(f"no rate is called {name}")
        rates[name] = float(value)
    return rates


def ideal_rates(rates):
    """The same without failures, stragglers and overhead."""
    return {**rates, "node_mtbf_h": math.inf, "slow_share": 0, "jitter": 0, "plan_us_file": 0, "commit_ms_shard": 0,
            "final_ms_shard": 0, "task_start_s": 0, "starts_s": math.inf}


@dataclasses.dataclass
class Run:
    wall_s: float
    cost_usd: float
    bottleneck: str
    ideal_s: float                # the slowest resource alone
    seconds: dict                 # by resource: what it would need if all others were endless
    serial_s: float
    lost_s: float                 # node seconds of shards that were computed in vain
    shards: int


def capacities(nodes, workload, r, store):
    """Bytes of text a second that each resource lets through when all nodes work."""
    read_write = r["disk_share"] * (1 + r["out_share"])
    rules = r["cores_node"] * r["rules_mb_s_core"] * 1e6
    small = r["cores_node"] * r["small_words_s_core"] * r["bytes_word"]
    of = {}
    if workload == "small":
        of["cpu"] = nodes / (1 / rules + 1 / small)
    else:
        of["cpu"] = nodes * rules
    if workload in ("gpu", "llm"):
        of["gpu"] = nodes * r["gpus_node"] * r["gpu_tokens_s"] * r["bytes_token"]
    if workload == "llm":
        # Half of the node's GPUs serve the language model.
        of["gpu"] /= 2
        of["llm"] = (nodes * r["gpus_node"] / 2 * r["llm_tokens_s_gpu"] * r["bytes_token"]
                     / r["llm_tokens_a_token"] / r["llm_share"])
    of["network of the nodes"] = nodes * r["nic_gb_s_node"] * 1e9 / read_write
    if store == "s3":
        request = r["s3_request_mb"] * 1e6
        of["object store bandwidth"] = r["s3_gb_s"] * 1e9 / read_write
        of["object store GETs"] = r["s3_prefixes"] * r["s3_gets_s_prefix"] * request / r["disk_share"]
        of["object store PUTs"] = (r["s3_prefixes"] * r["s3_puts_s_prefix"] * request
                                   / (r["disk_share"] * r["out_share"]))
    else:
        of["file system bandwidth"] = r["fs_gb_s"] * 1e9 / read_write
    return of


def shard_bytes(total, tasks):
    """As make_plan() cuts: 32 shards a task, in multiples of 64 MiB."""
    return GRID * math.ceil(total / (tasks * SHARDS_PER_TASK) / GRID)


def makespan(total, nodes, rate, r, rng, size=None):
    """Seconds until the last shard is committed, and node seconds lost; `rate` is that of all nodes together, `size` that of
    shards."""
    size = size or shard_bytes(total, nodes)
    todo = [size] * int(total // size)
    if total > size * len(todo):
        todo.append(total - size * len(todo))
    speeds = [r["slow_speed"] if rng.random() < r["slow_share"] else 1.0 for _ in range(nodes)]
    fails = [rng.expovariate(1 / (r["node_mtbf_h"] * 3600)) if r["node_mtbf_h"] != math.inf else math.inf for _ in range(nodes)]
    free = [(r["task_start_s"] + (node + 1) / r["starts_s"], node) for node in range(nodes)]
    heapq.heapify(free)
    again = []  # (when, bytes): shards of nodes that failed
    end, lost = 0.0, 0.0
    while todo or again:
        now, node = heapq.heappop(free)
        if again and (again[0][0] <= now or not todo):
            when, work = heapq.heappop(again)
            now = max(now, when)
        else:
            work = todo.pop()
        speed = speeds[node] * max(0.1, rng.gauss(1, r["jitter"]))
        done = now + work / (rate / nodes * speed) + r["commit_ms_shard"] / 1e3
        if done > fails[node]:
            # A failure between two shards is noticed when the next one does not end.
            lost += max(0.0, fails[node] - now)
            heapq.heappush(again, (max(now, fails[node]) + r["requeue_s"], work))
            back = max(now, fails[node]) + r["repair_h"] * 3600
            heapq.heappush(free, (back, node))
            fails[node] = back + rng.expovariate(1 / (r["node_mtbf_h"] * 3600))
            continue
        end = max(end, done)
        heapq.heappush(free, (done, node))
    return end, lost


def simulate(total, nodes, workload="rules", rates=None, store="fs", seed=1):
    r = rates or load_rates()
    of = capacities(nodes, workload, r, store)
    shards = math.ceil(total / shard_bytes(total, nodes))
    files = total / (r["file_mb"] * 1e6)
    serial = files * r["plan_us_file"] / 1e6 + shards * r["final_ms_shard"] / 1e3
    seconds = {name: total / rate for name, rate in of.items()}
    seconds["one process (plan, final job)"] = serial
    operations = shards * r["commit_ops_shard"] + files * 12
    if store == "fs":
        seconds["file system metadata"] = operations / r["fs_metadata_s"]
    ideal = max(seconds.values())
    compute, lost = makespan(total, nodes, min(of.values()), r, random.Random(seed))
    wall = max(compute, ideal - serial) + serial
    bottleneck = max(seconds, key=seconds.get)
    if compute - total / min(of.values()) > ideal:
        bottleneck = "failures" if lost > 0 else "start of the tasks"
    price = r["gpus_node"] * r["usd_h_gpu"] if workload in ("gpu", "llm") else r["usd_h_cpu_node"]
    cost = nodes * wall / 3600 * price
    if store == "s3":
        gets = total * r["disk_share"] / (r["s3_request_mb"] * 1e6)
        cost += gets / 1e6 * (r["s3_usd_million_gets"] + r["out_share"] * r["s3_usd_million_puts"])
    return Run(wall, cost, bottleneck, ideal, seconds, serial, lost, shards)
