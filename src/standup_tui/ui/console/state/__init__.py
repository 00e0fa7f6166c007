"""What a console knows of its campaign, and that in words; needs no screen."""
