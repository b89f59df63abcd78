"""The language of one text: sentences, tokens, trees, names, times, quotations and what refers to what. Text in, `Analysis` out."""
