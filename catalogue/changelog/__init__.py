"""What was changed: a log that the database writes itself, in the transaction of each change.

Its last row is the version of the catalogue. Code that stores something made from records (an
index, a page, a card) asks the log whether it is still valid, and which records to read again.
"""
