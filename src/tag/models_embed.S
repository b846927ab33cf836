/* Packed weights, and cards, of the models that models/ holds: LAUTER_MODEL_JUDGE and so on. */
    .section .rodata
.macro embed symbol, path
    .balign 64
    .global \symbol\()_begin
    .global \symbol\()_end
\symbol\()_begin:
    .incbin "\path"
\symbol\()_end:
    .byte 0
.endm
#ifdef LAUTER_MODEL_JUDGE
    embed lauter_model_judge, "judge.safetensors.zst"
    embed lauter_card_judge, "judge.md"
#endif
#ifdef LAUTER_MODEL_SMALL
    embed lauter_model_small, "small.safetensors.zst"
    embed lauter_card_small, "small.md"
#endif
    .section .note.GNU-stack,"",@progbits
