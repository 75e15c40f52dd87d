"""What is looked at from outside: markup, the marks of Lighthouse, screenshots.

`./run check`, `./run lighthouse` and `./run screenshots` run these on the real records.
"""
