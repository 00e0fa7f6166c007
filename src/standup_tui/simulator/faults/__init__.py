"""What goes wrong on purpose: each fault is a switch, seeded, and any number can be on at once.

`fault` says what a fault may do and where; `spec` reads how one is asked for; `catalogue` lists
them all; `board` holds those that are on. The faults themselves: `refusals` (answers in place
of the true one), `answers` (late, lost and wrong ones), `contents` (posts sent spoilt, again or
out of order), `intruders` (lines that are no posts), `endings` (how a stream ends, falls silent
or crawls), `crowd` (bursts of posts), `storm` (one after the other, with quiet in between).
`passage` takes the lines of one connection through the faults.
"""
