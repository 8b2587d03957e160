"""What a claim's statement leaves to its article, as a short line of the article's own words.

`line` puts it together from what the statement points at (`pointed`, by way of `antecedents` and the words `before`
it), who is who (`introductions`, `names`), and what the article is about (`opening`).
"""
