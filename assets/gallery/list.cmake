# The published figures, in the order in which they are drawn. Their files become part of the program.
set(ROPE_GALLERY
    roformer-fig2
    score-map
    pi-beyond-context
    pi-fig5
    aligned-decay
    base-and-zero
    llama3-decay
    rotations
)
