"""What the larger screens say, as lines in roles; needs no screen."""
