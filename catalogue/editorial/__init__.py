"""The desk: what there is to do for an editor, and what a record still lacks or looks like."""
