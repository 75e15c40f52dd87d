"""What is measured: each module has `measure(work)`, which returns its figures."""
