"""The same page as most people would write it with Django, to compare with."""
