/* The built-in detector (models/ai-detector.bin) and its card. */
    .section .rodata
    .balign 64
    .global lauter_detector_begin
    .global lauter_detector_end
    .global lauter_detector_card_begin
    .global lauter_detector_card_end
lauter_detector_begin:
    .incbin "ai-detector.bin"
lauter_detector_end:
    .byte 0
lauter_detector_card_begin:
    .incbin "ai-detector.md"
lauter_detector_card_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
