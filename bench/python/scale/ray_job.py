"""IN OUT KEY MODEL: Parquet to Parquet with Ray on two CPUs. Prints how long Ray took to come up, and the job."""

import json
import os
import sys
import time

# Ray's workers are nice (15) to others: on a machine that compiles they would wait where the command line does not.
os.environ["RAY_worker_niceness"] = "0"
begin = time.perf_counter()
import lauter
import ray
from lauter.integrations.ray import refine

source, out, key, model = sys.argv[1:5]
ray.init("local", num_cpus=2, include_dashboard=False)
ray.data.DataContext.get_current().enable_progress_bars = False
ray.get([ray.remote(lambda: None).remote() for _ in range(2)])  # both workers are there
up = time.perf_counter()
ds = refine(ray.data.read_parquet(source), key=lauter.Key.at(key), model=model or None, num_cpus=1)
ds.write_parquet(out)
print(json.dumps({"up": up - begin, "seconds": time.perf_counter() - up}))
