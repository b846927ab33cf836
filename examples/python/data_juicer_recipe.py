"""Refines JSONL with data-juicer: python examples/python/data_juicer_recipe.py IN.jsonl OUT.jsonl KEY_FILE

What it writes to recipe.yaml is all that data-juicer's own command needs: dj-process --config recipe.yaml
Needs: pip install "lauter[data-juicer]"
"""

import subprocess
import sys
from pathlib import Path

from lauter.integrations.data_juicer import OPS_FILE  # what  python -m lauter.integrations.data_juicer  prints

RECIPE = """\
dataset_path: {source}
export_path: {out}
custom_operator_paths: [{ops}]
process:
  - lauter_refine_mapper: {{recipe: anonymize, key_file: {key_file}, text_key: text}}
  - lauter_refine_filter: {{}}                    # drops what the mapper could not refine
"""

if __name__ == "__main__":
    source, out, key_file = (str(Path(arg).resolve()) for arg in sys.argv[1:])
    recipe = Path(out).with_name("recipe.yaml")
    recipe.parent.mkdir(parents=True, exist_ok=True)
    recipe.write_text(RECIPE.format(source=source, out=out, ops=OPS_FILE, key_file=key_file))
    dj_process = Path(sys.executable).with_name("dj-process")
    subprocess.run([dj_process, "--config", recipe], check=True)
