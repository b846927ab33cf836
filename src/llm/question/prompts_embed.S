/* The files of prompts/, one after the other: llm/question/prompts.cc reads them. */
    .section .rodata
.macro embed symbol, path
    .global lauter_prompt_\symbol\()_begin
    .global lauter_prompt_\symbol\()_end
lauter_prompt_\symbol\()_begin:
    .incbin "\path"
lauter_prompt_\symbol\()_end:
    .byte 0
.endm
    embed anonymize_edits, "anonymize-edits.txt"
    embed anonymize_rewrite, "anonymize-rewrite.txt"
    embed anonymize_code_edits, "anonymize-code-edits.txt"
    embed detoxify_edits, "detoxify-edits.txt"
    embed detoxify_rewrite, "detoxify-rewrite.txt"
    embed clean_edits, "clean-edits.txt"
    embed clean_rewrite, "clean-rewrite.txt"
    embed custom_edits, "custom-edits.txt"
    embed custom_rewrite, "custom-rewrite.txt"
    embed attack_edits, "attack-edits.txt"
    embed anonymize_examples, "anonymize-examples.jsonl"
    embed anonymize_code_examples, "anonymize-code-examples.jsonl"
    embed detoxify_examples, "detoxify-examples.jsonl"
    embed clean_examples, "clean-examples.jsonl"
    embed custom_examples, "custom-examples.jsonl"
    .section .note.GNU-stack,"",@progbits
