/* The language identifier (models/language.bin) and its card. */
    .section .rodata
    .balign 64
    .global lauter_language_begin
    .global lauter_language_end
    .global lauter_language_card_begin
    .global lauter_language_card_end
lauter_language_begin:
    .incbin "language.bin"
lauter_language_end:
    .byte 0
lauter_language_card_begin:
    .incbin "language.md"
lauter_language_card_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
