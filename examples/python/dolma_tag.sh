#!/bin/sh
# Tags private data in documents of dolma's form: sh examples/python/dolma_tag.sh FOLDER
# FOLDER/documents/*.gz are read, FOLDER/attributes/pii/*.gz are written; dolma's mixer replaces the spans.
# Needs: pip install "lauter[dolma]" (Python < 3.13)
set -e
dolma tag --documents "$1/documents/*.gz" --experiment pii --processes 2 \
  --taggers lauter_v1 --tagger_modules lauter.integrations.dolma
