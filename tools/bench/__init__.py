"""How fast the catalogue is: measured on synthetic records, on both databases, beside others.

`./run bench` writes docs/speed.md. Nothing here is part of the product.
"""
