"""The model keeps what must hold of any run: the ideal case is the closed form, more nodes are never slower until what
they share is used up, and trouble only ever costs."""
import math
import unittest

import model

TB = 1e12


class Model(unittest.TestCase):
    def setUp(self):
        self.rates = model.load_rates()
        self.ideal = model.ideal_rates(self.rates)

    def test_the_ideal_case_is_the_closed_form(self):
        for nodes in (1, 3, 40, 500):
            for workload in model.WORKLOADS:
                for store in ("fs", "s3"):
                    run = model.simulate(20 * TB, nodes, workload, self.ideal, store)
                    rate = min(model.capacities(nodes, workload, self.ideal, store).values())
                    # All nodes are equal: the last round of shards may be begun for one of them alone.
                    exact = 20 * TB / rate
                    self.assertGreaterEqual(run.wall_s, exact * (1 - 1e-9))
                    self.assertLessEqual(run.wall_s, exact * (1 + 1.01 / model.SHARDS_PER_TASK) + 1e-6)

    def test_doubling_the_nodes_is_never_slower_and_halves_the_time_of_what_they_bring(self):
        for workload in model.WORKLOADS:
            wall = [model.simulate(100 * TB, 2**i, workload, self.ideal).wall_s for i in range(11)]
            for before, after in zip(wall, wall[1:]):
                self.assertLessEqual(after, before * (1 + 2 / model.SHARDS_PER_TASK))
            self.assertAlmostEqual(wall[0] / wall[3], 8, delta=0.3)

    def test_nodes_do_not_help_beyond_what_they_share(self):
        rates = {**self.ideal, "fs_gb_s": 10}
        few, many = (model.simulate(100 * TB, nodes, "rules", rates) for nodes in (50, 2000))
        self.assertEqual(few.bottleneck, "file system bandwidth")
        self.assertGreater(many.wall_s, 0.95 * few.wall_s)
        self.assertGreater(many.cost_usd, 30 * few.cost_usd)
        bound = 100 * TB * (1 + rates["out_share"]) / (10 * 1e9)
        self.assertAlmostEqual(few.wall_s / bound, 1, delta=0.05)

    def test_the_slowest_resource_is_named(self):
        cases = {"cpu": {"rules_mb_s_core": 0.01}, "network of the nodes": {"nic_gb_s_node": 0.001},
                 "file system metadata": {"fs_metadata_s": 0.001}, "one process (plan, final job)": {"plan_us_file": 1e9}}
        for name, change in cases.items():
            self.assertEqual(model.simulate(10 * TB, 100, "rules", {**self.ideal, **change}).bottleneck, name)
        self.assertEqual(model.simulate(10 * TB, 10, "llm", {**self.ideal, "llm_share": 1}).bottleneck, "llm")
        self.assertEqual(model.simulate(10 * TB, 10, "gpu", {**self.ideal, "gpu_tokens_s": 1000}).bottleneck, "gpu")
        few = {**self.ideal, "s3_prefixes": 0.01}
        self.assertEqual(model.simulate(10 * TB, 100, "rules", few, "s3").bottleneck, "object store PUTs")

    def test_trouble_costs_time_and_no_work_is_lost(self):
        calm = model.simulate(100 * TB, 200, "small", self.ideal)
        for change in ({"node_mtbf_h": 100}, {"slow_share": 0.2}, {"jitter": 0.3}, {"commit_ms_shard": 1e5}):
            run = model.simulate(100 * TB, 200, "small", {**self.ideal, **change})
            self.assertGreater(run.wall_s, calm.wall_s, change)
            self.assertLess(run.wall_s, 3 * calm.wall_s, change)
        run = model.simulate(100 * TB, 200, "small", {**self.ideal, "node_mtbf_h": 100})
        self.assertGreater(run.lost_s, 0)
        # A failed shard costs at most itself, so losses stay within failures times a shard.
        shard = model.shard_bytes(100 * TB, 200) / (model.capacities(1, "small", self.ideal, "fs")["cpu"])
        self.assertLess(run.lost_s, 200 * (2 * run.wall_s / 360000 + 3) * shard)

    def test_shards_are_cut_as_the_planner_cuts(self):
        self.assertEqual(model.shard_bytes(1, 1), 2**26)
        self.assertEqual(model.shard_bytes(64 * 2**20 * 32 * 5, 5), 2**26)
        self.assertEqual(model.shard_bytes(64 * 2**20 * 32 * 5 + 1, 5), 2**27)

    def test_overrides(self):
        self.assertEqual(model.load_rates(overrides=["fs_gb_s=7"])["fs_gb_s"], 7)
        self.assertRaises(ValueError, model.load_rates, overrides=["nothing=1"])
        self.assertTrue(all(math.isfinite(value) for value in self.rates.values()))


if __name__ == "__main__":
    unittest.main()
