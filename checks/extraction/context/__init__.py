"""What a claim's statement leaves to its article, as a short line of the article's own words.

`line` puts it together from what the statement points at (`antecedents`), the words that it goes on from (`before`),
what the article is about (`opening`), and its names and times.
"""
