"""Claims read by a language model behind any OpenAI-compatible endpoint; what it says counts only where the text says it."""
