"""Writes erf.csv: x and erf(x) rounded to float64, both hexadecimal (mpmath 1.3, 60 digits).

python3 erf.py > erf.csv
"""
import random

import mpmath as mp

mp.mp.dps = 60
draw = random.Random(1)
points = [0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 0.9999999999999999, 1.0, 1.0000000000000002, 6.0, 7.0]
points += [draw.uniform(0, 1) for _ in range(600)]
points += [draw.uniform(1, 6.1) for _ in range(600)]
points += [2 ** draw.uniform(-60, 3) for _ in range(300)]
for x in points:
    print(x.hex() + "," + float(mp.erf(mp.mpf(x))).hex())
