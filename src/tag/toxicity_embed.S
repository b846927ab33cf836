/* The weights of the linear toxicity scorer (models/toxicity-linear.bin). */
    .section .rodata
    .balign 64
    .global lauter_toxicity_begin
    .global lauter_toxicity_end
lauter_toxicity_begin:
    .incbin "toxicity-linear.bin"
lauter_toxicity_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
