"""A screen at the desk and everything that a screen with a post can do, told to the hub."""
