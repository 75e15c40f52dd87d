"""What was changed: a log that the database writes itself, in the transaction of each change.

Its last row is the version of the catalogue. Whoever keeps something that follows from records (an
index, a page, a card) asks the log whether it is still good, and which records to read again.
"""
