"""The console in lines: for screen readers, logs, scripts, and terminals that show no screen.

Says what the screens say, with their words, and never writes an escape byte. Loads no screen
library.
"""
