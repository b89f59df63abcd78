"""Stories: versions of one article, how their sentences align, what changed. `Version`s and `Reading`s in, `Story`s and `Change`s out."""
