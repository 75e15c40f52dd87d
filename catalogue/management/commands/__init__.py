"""One command a file: `./run manage NAME`."""
