"""Reproduces the language model: corpora in, one quantised ONNX file out. Not part of the installed package."""
