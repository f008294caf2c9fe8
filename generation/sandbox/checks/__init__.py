"""The checks: each is a function of an inspection that raises CheckFailure, and stands in the table of `verify`."""
