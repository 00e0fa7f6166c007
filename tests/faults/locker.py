"""Keeps a store locked, as another program would, until its standard input ends. Takes a path."""

import sqlite3
import sys

if __name__ == "__main__":
    store = sqlite3.connect(sys.argv[1], isolation_level=None)
    store.execute("BEGIN IMMEDIATE")
    sys.stdout.write("locked\n")
    sys.stdout.flush()
    sys.stdin.read()
    store.execute("ROLLBACK")
