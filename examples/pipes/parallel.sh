#!/bin/sh
# One big stream over all cores with GNU parallel, which cuts it at line ends and keeps the order
# (-k). lauter uses all cores by itself; this is for a stream that goes to other hosts as well (add
# --sshlogin). All share the key, so that one person has one stand-in everywhere.
#
#   zstdcat big.jsonl.zst | examples/pipes/parallel.sh corpus.key > refined.jsonl
#
# --line-buffer is left out on purpose: with -k, parallel keeps each block's rows together.
key=${1:?the key file: (umask 077; openssl rand -hex 32 > corpus.key)}
block=${2:-10M}
parallel --no-notice --pipe --block "$block" -k \
  "lauter refine - -o - --on-error drop --threads 1 --quiet --key-file '$key' || [ \$? -eq 1 ]"
