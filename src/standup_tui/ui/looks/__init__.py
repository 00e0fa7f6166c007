"""How the screens look: colours, signs and letters, for every eye, font and terminal."""
