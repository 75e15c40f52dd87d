"""Search: find the public records that contain a reader's words, the best first.

A noun declares what is searched in it (`search_index.py`). Its documents stand in tables of the
database, written by triggers in the transaction of each change; a backend for each database knows
how (`db/search/`). Nothing here knows a noun of ours.
"""
