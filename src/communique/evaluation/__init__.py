"""How well readers do: what they read out of annotated items, held against the annotation."""
