#!/bin/sh
# A plain pipeline: rows of JSON in on standard input, refined rows out, in order, as they come.
#
#   zstdcat part-*.jsonl.zst | examples/pipes/shell.sh corpus.key | zstd > refined.jsonl.zst
#
# Rows that are held back are left out here (--on-error drop) and counted on stderr; lauter's exit
# code is then 1, which is no reason to stop: everything was read and written. 2 and more is one.
key=${1:?the key file: (umask 077; openssl rand -hex 32 > corpus.key)}
lauter refine - -o - --on-error drop --key-file "$key"
code=$?
[ "$code" -le 1 ] || exit "$code"
