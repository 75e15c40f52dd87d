"""The counting engine: which public records have which value, as bitmaps in this process.

It knows Django and no noun of ours. Lists, their files and their numbers ask it, and nothing else
counts. The relations in the database stay the only truth: an index is made from them and thrown
away when the catalogue has changed.
"""
