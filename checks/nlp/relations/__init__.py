"""How words and phrases stand to one another: synonyms, kinds, opposites, and words that set two texts apart."""
