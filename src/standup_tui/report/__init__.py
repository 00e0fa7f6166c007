"""What happened, on one page: facts and a campaign's file in; HTML, Markdown or JSON out.

Pure but for the last step, which writes the file. `cli` may import it; it sees the model, the
settings and the words that screens share, never the store or a network.
"""
