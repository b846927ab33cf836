#!/bin/sh
# Many files, a few at a time: every file becomes one of the same name in OUT. A folder as OUT of one
# lauter does the same with --resume and a report; this is for when the scheduler is not lauter.
#
#   find corpus -name '*.jsonl' -print0 | examples/pipes/xargs.sh corpus.key OUT 4
#
# Each output appears under its final name only when it is complete.
key=${1:?the key file: (umask 077; openssl rand -hex 32 > corpus.key)}
out=${2:?the folder to write to}
jobs=${3:-2}
mkdir -p "$out"
export key out
xargs -0 -r -n 1 -P "$jobs" sh -c '
  name=$(basename "$1")
  lauter refine - -o - --on-error drop --threads 1 --quiet --key-file "$key" < "$1" > "$out/$name.part"
  [ $? -le 1 ] && mv "$out/$name.part" "$out/$name"' sh
