/* The anchor database, aligned as hs_deserialize_database() likes it. */
    .section .rodata
    .balign 64
    .global lauter_anchor_db_begin
    .global lauter_anchor_db_end
lauter_anchor_db_begin:
    .incbin "anchors.hsdb"
lauter_anchor_db_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
