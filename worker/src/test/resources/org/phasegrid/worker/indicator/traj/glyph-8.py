"""The arrays of the scalar-embedding goldens: GLYPH-8 (300 training images), weights and twins of
seeds 1 and 2 as the reference draws them.

usage: python3 glyph-8.py path/to/scalar_embedding.py
"""
import importlib.util
import sys

import numpy as np

spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

X, y, _, _ = reference.load_glyphs()
np.savez_compressed("glyph-8.npz", X=X, y=y.astype(np.int64))
INPUTS, WIDTH, OUTPUTS = 64, 16, 10
for seed in (1, 2):
    W1, W2 = reference.init_weights(seed, INPUTS, WIDTH, OUTPUTS)
    twins = []
    for j in range(1, 6):
        u = 2 * reference.uniforms(10000 * seed + j, WIDTH * INPUTS + OUTPUTS * WIDTH) - 1
        first = WIDTH * INPUTS
        twins.append(np.concatenate([u[:first], np.zeros(WIDTH), u[first:], np.zeros(OUTPUTS)]))
    np.savez_compressed(
        f"glyph-8-seed-{seed}.npz",
        W1=W1, b1=np.zeros(WIDTH), W2=W2, b2=np.zeros(OUTPUTS), twins=np.array(twins),
    )
