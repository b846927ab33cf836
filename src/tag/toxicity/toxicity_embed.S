/* The weights of the linear toxicity scorer (models/toxicity-linear.bin), the words that raters mark as abuse
   (models/toxic-words.bin), what tells kinds of lines apart (models/kinds.bin), the judge of sentences
   (models/sentences.safetensors) and its second reader (models/sentences-reader.safetensors.zst). */
    .section .rodata
    .balign 64
    .global lauter_toxicity_begin
    .global lauter_toxicity_end
lauter_toxicity_begin:
    .incbin "toxicity-linear.bin"
lauter_toxicity_end:
    .byte 0
    .balign 64
    .global lauter_toxic_words_begin
    .global lauter_toxic_words_end
lauter_toxic_words_begin:
    .incbin "toxic-words.bin"
lauter_toxic_words_end:
    .byte 0
    .balign 64
    .global lauter_kinds_begin
    .global lauter_kinds_end
lauter_kinds_begin:
    .incbin "kinds.bin"
lauter_kinds_end:
    .byte 0
#ifdef LAUTER_SENTENCES
    .balign 64
    .global lauter_sentences_begin
    .global lauter_sentences_end
lauter_sentences_begin:
    .incbin "sentences.safetensors"
lauter_sentences_end:
    .byte 0
#endif
#ifdef LAUTER_READER
    .balign 64
    .global lauter_reader_begin
    .global lauter_reader_end
lauter_reader_begin:
    .incbin "sentences-reader.safetensors.zst"
lauter_reader_end:
    .byte 0
#endif
    .section .note.GNU-stack,"",@progbits
