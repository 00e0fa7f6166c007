"""The wall in a browser: a page that is served on this machine and can only be looked at."""
