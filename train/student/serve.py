#!/usr/bin/env python3
"""Serves a GGUF model, with an adapter or without, by OpenAI's protocol on this machine: llama.cpp's own server out of the package xllamacpp, so nothing is built.

  serve.py BASE.gguf [ADAPTER.gguf] [--port 8091] [--slots 8] [--threads 2]

Prints http://127.0.0.1:PORT/v1 when it answers; runs until it is stopped. `llama-server -m BASE --lora ADAPTER` is the same."""
import argparse
import os
import signal
import sys

import xllamacpp


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("adapter", nargs="?")
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--slots", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    for path in filter(None, (args.base, args.adapter)):
        if not os.path.isfile(path):
            sys.exit(f"{path}: no such file; train/student/run makes adapters, train/student/env brings the base")
    params = xllamacpp.CommonParams()
    params.model.path, params.model_alias = args.base, "student"
    params.n_parallel, params.n_ctx = args.slots, 2048 * args.slots
    params.port, params.hostnames = args.port, ["127.0.0.1"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = args.threads
    if args.adapter:
        lora = xllamacpp.CommonAdapterLoraInfo()
        lora.path, lora.scale = args.adapter, 1.0
        params.lora_adapters = [lora]
    try:
        server = xllamacpp.Server(params)
    except RuntimeError:
        sys.exit(f"{args.adapter or args.base}: llama.cpp cannot serve it (its reason stands above): another base's adapter, no GGUF file, or port {args.port} is taken")
    print(f"{server.listening_address}/v1", flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
