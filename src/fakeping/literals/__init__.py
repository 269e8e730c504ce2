"""Names that type checkers complete, written from the tables by `make docs`."""
